[assembly: AssemblyFixture(typeof(DrRunbook.TestKit.Postgres.SharedPostgres))]
