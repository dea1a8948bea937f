using DrRunbook.Acceptance.Tests;
using DrRunbook.Acceptance.Tests.Crashing;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own entry point, because some of them start this program again as a drrun that ends itself in mid run; the rest is what xunit generates.
if (args is [CrashHost.Verb, var order, .. var commandLine])
{
    return await CrashHost.RunAsync(CrashOrder.Parse(order), commandLine);
}

return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
