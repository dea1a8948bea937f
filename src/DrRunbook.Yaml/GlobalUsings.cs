global using DrRunbook.Core.Diagnostics;
