using Spectre.Console;

namespace DrRunbook.Cli.Face;

/// <summary>The live view's colours. Each meaning also has a word or a sign, for there are terminals and eyes without colours.</summary>
internal static class BoardStyles
{
    public static Style Rehearsal { get; } = new(Color.Black, Color.Yellow, Decoration.Bold);

    public static Style Disaster { get; } = new(Color.White, Color.DarkRed, Decoration.Bold);

    public static Style Drill { get; } = new(Color.White, Color.Blue, Decoration.Bold);

    public static Style Good { get; } = new(Color.Green);

    public static Style Danger { get; } = new(Color.Yellow, null, Decoration.Bold);

    public static Style Bad { get; } = new(Color.Red, null, Decoration.Bold);

    public static Style Question { get; } = new(Color.Aqua, null, Decoration.Bold);

    public static Style Strong { get; } = new(null, null, Decoration.Bold);

    public static Style Faint { get; } = new(null, null, Decoration.Dim);
}
