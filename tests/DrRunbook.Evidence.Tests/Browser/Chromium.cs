using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DrRunbook.TestKit;

namespace DrRunbook.Evidence.Tests.Browser;

/// <summary>A real browser without a window, in a folder of its own. Whatever it wants from a network goes to a proxy that notes it and hangs up.</summary>
internal sealed class Chromium : IDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-chromium-").FullName;
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly Task _answering;
    private readonly ConcurrentBag<string> _called = [];

    public Chromium()
    {
        _proxy.Start();
        _answering = AnswerAsync();
    }

    /// <summary>The program, or null on a machine without one.</summary>
    public static string? Program => Names.FirstOrDefault(name => DocumentPage.FirstMissing(name) is null);

    /// <summary>The hosts that something was wanted from. The browser has a few of its own, which no flag silences.</summary>
    public IReadOnlyCollection<string> Called => _called;

    /// <summary>Prints a page.</summary>
    /// <returns>What the page said on its console, errors of its policy included, and the PDF.</returns>
    public async Task<(IReadOnlyList<string> Console, string Pdf)> PrintAsync(string html, CancellationToken cancellationToken)
    {
        var page = Path.Combine(_folder, "report.html");
        var pdf = Path.Combine(_folder, "report.pdf");
        await File.WriteAllTextAsync(page, html, cancellationToken);
        var (code, _, error) = await RunAsync(
            Program!,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--enable-logging=stderr", $"--proxy-server=http://{_proxy.LocalEndpoint}", "--proxy-bypass-list=<-loopback>",
                $"--user-data-dir={Path.Combine(_folder, "profile")}", "--no-pdf-header-footer", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
            ],
            cancellationToken);
        Assert.True(code == 0 && File.Exists(pdf), $"exit {code}\n{error}");
        return ([.. error.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))], pdf);
    }

    /// <summary>How many pages a PDF has.</summary>
    public static async Task<int> PagesAsync(string pdf, CancellationToken cancellationToken)
    {
        var (_, output, _) = await RunAsync("pdfinfo", [pdf], cancellationToken);
        var line = output.Split('\n').Single(line => line.StartsWith("Pages:", StringComparison.Ordinal));
        return int.Parse(line["Pages:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The text of a page, from 1.</summary>
    public static async Task<string> TextAsync(string pdf, int page, CancellationToken cancellationToken)
    {
        var number = page.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return (await RunAsync("pdftotext", ["-layout", "-f", number, "-l", number, pdf, "-"], cancellationToken)).Output;
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _answering.GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                calls.Add(HangUpAsync(await _proxy.AcceptTcpClientAsync()));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The listener is closed, and so is the browser: what it opened has an end.
            await Task.WhenAll(calls);
        }
    }

    /// <summary>Notes who is called, and hangs up: a page that waits for an answer would never be printed.</summary>
    private async Task HangUpAsync(TcpClient call)
    {
        using (call)
        using (var request = new StreamReader(call.GetStream()))
        {
            try
            {
                if ((await request.ReadLineAsync())?.Split(' ').ElementAtOrDefault(1) is { Length: > 0 } target)
                {
                    _called.Add(new Uri(target.Contains("://", StringComparison.Ordinal) ? target : $"https://{target}").Host);
                }
            }
            catch (IOException)
            {
                // The browser was faster to go.
            }
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
