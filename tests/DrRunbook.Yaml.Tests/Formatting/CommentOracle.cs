using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace DrRunbook.Yaml.Tests.Formatting;

/// <summary>The comments of a text as YamlDotNet's own scanner sees them; the formatter finds them in another way.</summary>
internal static class CommentOracle
{
    public static IEnumerable<string> Of(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        while (scanner.MoveNext())
        {
            if (scanner.Current is Comment comment)
            {
                var start = (int)comment.Start.Index;
                var end = text.IndexOf('\n', start);
                yield return text[start..(end < 0 ? text.Length : end)].TrimEnd();
            }
        }
    }
}
