using DrRunbook.Storage.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own entry point, because one of them starts this program again as a writer to be killed; the rest is what xunit generates.
if (args is [KilledWriterTests.WriterVerb, var file, var run])
{
    await KilledWriterTests.WriteUntilKilledAsync(file, run);
    return 0;
}

return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
