global using System.Collections.Immutable;
global using DrRunbook.Core.Diagnostics;
