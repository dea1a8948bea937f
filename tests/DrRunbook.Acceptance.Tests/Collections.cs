// Every case starts processes, but the longest only wait: for people to watch, and for a lease to run out.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]

// One server for all cases that want one; a case that crashes its server starts its own.
[assembly: AssemblyFixture(typeof(DrRunbook.TestKit.Postgres.SharedPostgres))]
