global using DrRunbook.Core.Execution;
