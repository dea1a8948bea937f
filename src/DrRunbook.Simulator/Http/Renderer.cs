using System.Net;
using System.Text;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>Gives replies their form on the wire.</summary>
internal sealed class Renderer(WireStyle style, ulong seed)
{
    private const string XmlType = "application/xml";
    private const string JsonType = "application/json";
    private const string HtmlType = "text/html; charset=us-ascii";

    private readonly XmlForm _xml = new(seed, style.Order);
    private readonly JsonForm _json = new(style);

    public SimulatorAnswer Render(Reply reply, bool json)
    {
        var answer = new SimulatorAnswer { Status = reply.Status, Headers = reply.Headers, Effect = reply.Effect };
        if (reply.Content is null)
        {
            return answer;
        }

        if (reply.ErrorMessage is null)
        {
            return Content(answer, reply.Content, json);
        }

        return style.Errors switch
        {
            ErrorBody.Opposite => Content(answer, reply.Content, !json),
            ErrorBody.PlainText => answer with { Body = Encoding.UTF8.GetBytes(reply.ErrorMessage), ContentType = "text/plain" },
            ErrorBody.Html => Html(answer),
            ErrorBody.Empty => answer,
            _ => Content(answer, reply.Content, json),
        };
    }

    /// <summary>The same answer with a page for browsers as its body.</summary>
    public static SimulatorAnswer Html(SimulatorAnswer answer) => answer with
    {
        Body = Encoding.ASCII.GetBytes(
            $"<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">\r\n<HTML><HEAD><TITLE>{(HttpStatusCode)answer.Status}</TITLE></HEAD>\r\n<BODY><h2>{(HttpStatusCode)answer.Status}</h2></BODY></HTML>\r\n"),
        ContentType = HtmlType,
    };

    /// <summary>The same answer with a body that has its announced length and is not well-formed.</summary>
    public static SimulatorAnswer Malformed(SimulatorAnswer answer)
    {
        var body = (byte[])answer.Body.Clone();
        body.AsSpan(body.Length / 2).Fill((byte)'<');
        return answer with { Body = body };
    }

    /// <summary>The same answer, called what it is not.</summary>
    public static SimulatorAnswer WronglyNamed(SimulatorAnswer answer) =>
        answer with { ContentType = answer.ContentType == XmlType ? JsonType : XmlType };

    private SimulatorAnswer Content(SimulatorAnswer answer, Element content, bool json) => json
        ? answer with { Body = _json.Write(content), ContentType = JsonType }
        : answer with { Body = _xml.Write(content), ContentType = XmlType };
}
