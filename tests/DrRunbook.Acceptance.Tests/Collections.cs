// Every case starts processes, but the two longest only wait: for people to watch, and for a lease to run out.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]
