using DrRunbook.Cli;

using var signals = Signals.OfProcess();
return await new CommandLineApp(CliContext.OfProcess(signals)).RunAsync(args);
