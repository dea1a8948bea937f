using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Tests.Json;

public sealed class WordsTests
{
    [Fact]
    public void A_word_is_what_the_journal_writes() =>
        Assert.All(Enum.GetValues<RunOutcome>(), outcome => Assert.Equal(JsonSerializer.Serialize(outcome, CoreJson.Options), $"\"{Words.Of(outcome)}\""));
}
