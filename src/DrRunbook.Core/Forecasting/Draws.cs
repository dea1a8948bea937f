namespace DrRunbook.Core.Forecasting;

/// <summary>Numbers that look random and are the same each time: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal struct Draws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below a bound.</summary>
    /// <param name="bound">From 1, and far below 2^64, so that taking the rest favours nothing noticeably.</param>
    public int Below(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }
}
