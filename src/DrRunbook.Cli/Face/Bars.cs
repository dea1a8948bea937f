namespace DrRunbook.Cli.Face;

/// <summary>Bars of block characters.</summary>
internal static class Bars
{
    /// <summary>A bar that is filled to a share; below zero is empty, above one is full.</summary>
    /// <param name="width">Columns.</param>
    public static string Draw(double share, int width)
    {
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string('█', filled) + new string('░', width - filled);
    }
}
