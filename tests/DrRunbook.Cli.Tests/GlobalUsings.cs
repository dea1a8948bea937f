global using DrRunbook.Core.Execution;
global using DrRunbook.Core.Journal;
global using DrRunbook.Core.Planning;
global using DrRunbook.Core.Runbooks;
global using DrRunbook.TestKit;
