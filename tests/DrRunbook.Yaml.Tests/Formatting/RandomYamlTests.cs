using System.Text;
using CsCheck;
using DrRunbook.Yaml.Formatting;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Formatting;

/// <summary>The formatter over texts that nobody would write.</summary>
public sealed class RandomYamlTests
{
    /// <summary>Fixed, so that a run finds what the last one found; change it to look further.</summary>
    private const string Seed = "0000KbG0v6a3";

    [Fact]
    public void Whatever_is_good_yaml_keeps_its_values_and_comments_and_is_formatted_once_and_for_all()
    {
        var (formatted, commented) = (0, 0);
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var yaml = new RandomYaml(seed);
                var text = yaml.Write();
                var before = YamlDocument.Read("random.yaml", Encoding.UTF8.GetBytes(text));
                if (before.Root is not MappingNode)
                {
                    return;
                }

                var once = Format(text);
                Assert.True(once.Text is not null, $"{string.Join("\n", once.Diagnostics)}\n{text}");
                var after = YamlDocument.Read("random.yaml", Encoding.UTF8.GetBytes(once.Text));
                Assert.True(NodeText.Of(before.Root) == NodeText.Of(after.Root!), $"another meaning:\n{text}\n======\n{once.Text}");
                Assert.True(yaml.Comments.Order().SequenceEqual(CommentOracle.Of(once.Text).Order()), $"other comments:\n{text}\n======\n{once.Text}");
                Assert.True(once.Text == Format(once.Text).Text, $"not stable:\n{text}\n======\n{once.Text}======\n{Format(once.Text).Text}");
                Assert.True(once.Text.EndsWith('\n') && !once.Text.Contains('\r', StringComparison.Ordinal), once.Text);
                Interlocked.Increment(ref formatted);
                Interlocked.Add(ref commented, yaml.Comments.Count);
            },
            seed: Environment.GetEnvironmentVariable("FMT_SEED") is { } other ? other : Seed,
            iter: int.Parse(Environment.GetEnvironmentVariable("FMT_ITER") ?? "800"));

        Assert.True(formatted > 700 && commented > 2500, $"{formatted} files, {commented} comments");
    }

    private static FormatResult Format(string text)
    {
        try
        {
            return RunbookFormatter.Format("random.yaml", Encoding.UTF8.GetBytes(text));
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{failure.Message} of\n{text}", failure);
        }
    }
}
