using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>Secrets that can be recognised, and every form in which a case looks for them.</summary>
/// <param name="Secrets">By what they are.</param>
internal sealed record Marks(IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>All secrets in all forms, as somebody who means to give them away would write them.</summary>
    public string Leak => string.Join("\n", Secrets.Values.SelectMany(Forms));

    /// <summary>Which secrets stand in these bytes, and in what form; empty for none.</summary>
    public ImmutableArray<string> In(ReadOnlySpan<byte> bytes)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, secret) in Secrets)
        {
            foreach (var form in Forms(secret).Concat(InsideBase64(secret)))
            {
                if (bytes.IndexOf(Encoding.UTF8.GetBytes(form)) >= 0)
                {
                    found.Add($"{name} as '{form}'");
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Which secrets stand in this text.</summary>
    public ImmutableArray<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        string[] forms =
        [
            secret, Convert.ToBase64String(bytes), Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes),
            JsonEncodedText.Encode(secret).ToString(), JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            SecurityElement.Escape(secret), WebUtility.HtmlEncode(secret),
        ];
        return forms.Distinct();
    }

    /// <summary>The characters that are the secret's own where it stands in a longer text.</summary>
    private static IEnumerable<string> InsideBase64(string secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(secret)]).TrimEnd('=');
            yield return text[2..^2][(before == 0 ? 0 : 1)..];
        }
    }
}
