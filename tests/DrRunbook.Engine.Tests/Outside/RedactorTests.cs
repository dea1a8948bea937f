using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using DrRunbook.Engine.Outside;

namespace DrRunbook.Engine.Tests.Outside;

public sealed class RedactorTests
{
    private static readonly (string Name, Func<string, string> Encode)[] Forms =
    [
        ("plain", secret => secret),
        ("URL", Uri.EscapeDataString),
        ("URL in lower case", secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(value => $"%{value:x2}"))),
        ("URL form", secret => WebUtility.UrlEncode(secret)!),
        ("JSON", secret => JsonEncodedText.Encode(secret).ToString()),
        ("JSON, relaxed", secret => JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()),
        ("JSON, escaped throughout", secret => string.Concat(secret.Select(unit => $"\\u{(int)unit:x4}"))),
        ("JSON with escaped slashes", secret => JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString().Replace("/", "\\/", StringComparison.Ordinal)),
        ("XML", secret => SecurityElement.Escape(secret)),
        ("HTML", secret => WebUtility.HtmlEncode(secret)),
        ("XML in numbers", secret => string.Concat(secret.EnumerateRunes().Select(rune => $"&#x{rune.Value:X};"))),
        ("hexadecimal", secret => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret))),
        ("hexadecimal in capitals", secret => Convert.ToHexString(Encoding.UTF8.GetBytes(secret))),
        ("Base64", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))),
        ("Base64 for URLs", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("Base64 of user and secret", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + secret))),
        ("Base64 of a longer text", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("a" + secret + "and more"))),
        ("Base64 in JSON", secret => JsonEncodedText.Encode(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))).ToString()),
    ];

    // Without * so that the mark and its neighbours can never form a secret.
    private static readonly Gen<string> Secrets = Gen.Char["abAB01%&+/\\\"'<> =é€\n"].Array[8, 40].Select(chars => new string(chars));
    private static readonly Gen<string> Texts = Gen.Char["abAB01%&+/\\u;#x \n"].Array[0, 30].Select(chars => new string(chars));

    [Fact]
    public void No_form_of_a_secret_survives() => Gen.Select(Secrets, Texts, Texts).Sample((secret, before, after) =>
    {
        var redactor = new Redactor([secret]);
        foreach (var (name, encode) in Forms)
        {
            var form = encode(secret);
            var redacted = redactor.Redact(before + form + after);
            Assert.False(redacted.Contains(form, StringComparison.Ordinal), $"{name} of '{secret}' is in '{redacted}'");
            Assert.Contains(Redactor.Mark, redacted, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void A_chunk_is_kept_in_one_piece_so_that_another_stream_cannot_tear_it()
    {
        var pieces = new List<string>();
        var redaction = new Redaction(new Redactor(["correct-horse"]), kept => pieces.Add(Encoding.UTF8.GetString(kept)));

        // Every c, and every beginning of another form, could have begun a secret.
        redaction.Write("cccc %63 correct-horse Y29y correct-horse\n"u8);
        redaction.Write("corr"u8);
        redaction.Write("ect-hors, no\n"u8);
        redaction.Complete();

        Assert.Equal(["cccc %63 *** Y29y ***\n", "correct-hors, no\n"], pieces);
    }

    [Fact]
    public void Any_chunking_gives_the_same_output() => Gen.Select(Secrets, Secrets, Texts, Gen.Int[0, Forms.Length - 1], Gen.Int[1, 7].Array[1, 200])
        .Sample((first, second, text, form, sizes) =>
        {
            var redactor = new Redactor([first, second]);
            var bytes = Encoding.UTF8.GetBytes(text + Forms[form].Encode(first) + second[..5] + text + first + second + text + first[..7]);
            Assert.Equal(redactor.Redact(bytes), InChunks(redactor, bytes, sizes));
            Assert.Equal(redactor.Redact(bytes), InChunks(redactor, bytes, [1]));
        });

    [Fact]
    public void Text_without_secrets_stays_as_it_is_byte_for_byte() => Gen.Byte.Array[0, 300].Sample(bytes =>
        Assert.Equal(bytes, new Redactor(["a secret that no random bytes spell"]).Redact(bytes)));

    [Theory]
    [InlineData("the password is correct-horse, really", "the password is ***, really")]
    [InlineData("correct-horsecorrect-horse", "***")]
    [InlineData("correct-horse correct-horse", "*** ***")]
    [InlineData("correct-hors", "correct-hors")]
    [InlineData("correct-hcorrect-horse", "correct-h***")]
    [InlineData("correct-horsepower-of-attorney", "***")]
    [InlineData("Y29ycmVjdC1ob3JzZQ==", "***==")]
    [InlineData("", "")]
    public void A_stretch_of_secrets_becomes_one_mark(string text, string redacted) =>
        Assert.Equal(redacted, new Redactor(["correct-horse", "horsepower-of-attorney"]).Redact(text));

    [Fact]
    public void Base64_that_is_broken_into_lines_is_found()
    {
        const string Secret = "a long secret that will surely be broken into lines by any mail program";
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Secret + ", and so on"), Base64FormattingOptions.InsertLineBreaks);
        var redacted = new Redactor([Secret]).Redact(text);

        // What is left is what stands before and after the secret.
        Assert.Matches("^[A-Za-z0-9+/]{6}\\*\\*\\*[A-Za-z0-9+/=]{14,18}$", redacted);
    }

    [Fact]
    public void What_cannot_become_a_secret_is_passed_on_at_once()
    {
        var passed = new StringBuilder();
        var redaction = new Redaction(new Redactor(["correct-horse"]), bytes => passed.Append(Encoding.UTF8.GetString(bytes)));
        redaction.Write("a line\nco"u8);
        Assert.Equal("a line\n", passed.ToString());

        redaction.Write("me in\ncorrect-h"u8);
        Assert.Equal("a line\ncome in\n", passed.ToString());

        redaction.Complete();
        Assert.Equal("a line\ncome in\ncorrect-h", passed.ToString());
    }

    [Fact]
    public void A_secret_of_fewer_than_8_characters_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Redactor(["1234567"]));
        Assert.Throws<ArgumentException>(() => new Redactor([""]));
        Assert.Equal("***", new Redactor(["12345678"]).Redact("12345678"));
    }

    private static byte[] InChunks(Redactor redactor, byte[] bytes, int[] sizes)
    {
        var output = new List<byte>();
        var redaction = new Redaction(redactor, kept => output.AddRange(kept));
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Length], bytes.Length - at);
            redaction.Write(bytes.AsSpan(at, size));
            at += size;
        }

        redaction.Complete();
        return [.. output];
    }
}
