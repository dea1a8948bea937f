using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DrRunbook.Simulator.Http;

/// <summary>One request over a socket, and what becomes of its connection.</summary>
internal sealed class Exchange(HttpContext context, Scenario scenario, IFailoverWitness? witness)
{
    private readonly IDictionary<object, object?> _items = context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;

    private SimulatedEnterpriseManager Manager => (SimulatedEnterpriseManager)_items[typeof(SimulatedEnterpriseManager)]!;

    public async Task AnswerAsync()
    {
        if (context.Request.Path == "/ledger" || context.Request.Path == "/scenario")
        {
            await AnswerBesidesAsync().ConfigureAwait(false);
            return;
        }

        if (Manager.IsDown)
        {
            context.Abort();
            return;
        }

        var arrival = Manager.Arrive(await ReadAsync().ConfigureAwait(false));
        if (arrival.Delay > TimeSpan.Zero && !await WaitAsync(arrival.Delay).ConfigureAwait(false))
        {
            return;
        }

        if (arrival.Route.Kind is RequestKind.Failover && witness is not null)
        {
            await CarryBeforeAsync(witness, arrival).ConfigureAwait(false);
            return;
        }

        await SendAsync(Manager.Carry(arrival)).ConfigureAwait(false);
    }

    private async Task CarryBeforeAsync(IFailoverWitness seen, Arrival arrival)
    {
        if (!await seen.SeeAsync(FailoverMoment.Received, arrival.VApp).ConfigureAwait(false))
        {
            await SendAsync(Manager.Forget(arrival)).ConfigureAwait(false);
            return;
        }

        var answer = Manager.Carry(arrival);
        if (!await seen.SeeAsync(FailoverMoment.CarriedOut, arrival.VApp).ConfigureAwait(false))
        {
            await SendAsync(answer with { Break = Break.Silence }).ConfigureAwait(false);
            return;
        }

        if (answer.Break is not Break.None || answer.Delay > TimeSpan.Zero)
        {
            await SendAsync(answer).ConfigureAwait(false);
            return;
        }

        var half = answer.Body.Length / 2;
        await WriteAsync(answer, half).ConfigureAwait(false);
        if (!await seen.SeeAsync(FailoverMoment.HalfAnswered, arrival.VApp).ConfigureAwait(false))
        {
            await WaitAsync(Arrival.Silence).ConfigureAwait(false);
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(answer.Body.AsMemory(half)).ConfigureAwait(false);
    }

    private async Task AnswerBesidesAsync()
    {
        var json = context.Request.Path == "/ledger" ? SideChannel.Ledger(Manager.Ledger) : SideChannel.Scenario(scenario);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json).ConfigureAwait(false);
    }

    private async Task<SimulatorRequest> ReadAsync()
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return new SimulatorRequest
        {
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Query = request.QueryString.Value?.TrimStart('?') ?? "",
            Authorization = Header("Authorization"),
            SessionHeader = Header("X-RestSvcSessionId"),
            Cookie = Header("Cookie"),
            Accept = Header("Accept"),
            ContentType = Header("Content-Type"),
            HasLength = request.ContentLength is not null || request.Headers.TransferEncoding.Count > 0,
            Body = body.ToArray(),
        };
    }

    private string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    private async Task SendAsync(SimulatorAnswer answer)
    {
        if (answer.Delay > TimeSpan.Zero && !await WaitAsync(answer.Delay).ConfigureAwait(false))
        {
            return;
        }

        switch (answer.Break)
        {
            case Break.BeforeHead:
                context.Abort();
                break;
            case Break.InHead:
                await WriteRawAsync($"HTTP/1.1 {answer.Status} {answer.ReasonPhrase}\r\nContent-Ty").ConfigureAwait(false);
                await EndConnectionAsync().ConfigureAwait(false);
                break;
            case Break.Silence:
                await WaitAsync(Arrival.Silence).ConfigureAwait(false);
                context.Abort();
                break;
            case Break.InBody:
                await WriteAsync(answer, answer.Body.Length / 2).ConfigureAwait(false);
                await EndConnectionAsync().ConfigureAwait(false);
                break;
            default:
                await WriteAsync(answer, answer.Body.Length).ConfigureAwait(false);
                break;
        }
    }

    private async Task WriteAsync(SimulatorAnswer answer, int bytes)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.ReasonPhrase;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.ContentType is not null)
        {
            response.ContentType = answer.ContentType;
        }

        if (answer.Status is not 204)
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body.AsMemory(0, bytes)).ConfigureAwait(false);
            await response.Body.FlushAsync().ConfigureAwait(false);
        }
    }

    // Past the server, which would write whole heads only.
    private async Task WriteRawAsync(string text)
    {
        var connection = (ConnectionContext)_items[typeof(Exchange)]!;
        await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(text)).ConfigureAwait(false);
    }

    // An abort would take back what is written and not yet on the wire; this sends it and then ends the connection.
    private async Task EndConnectionAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = context.RequestAborted.Register(ended.SetResult);
        await ((IDuplexPipe)_items[typeof(IDuplexPipe)]!).Output.CompleteAsync().ConfigureAwait(false);
        await ended.Task.ConfigureAwait(false);
        context.Abort();
    }

    /// <returns>False: the client went away before.</returns>
    private async Task<bool> WaitAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, Manager.Clock, context.RequestAborted).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
