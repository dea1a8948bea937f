using DrRunbook.Engine.Ports;

namespace DrRunbook.Storage.Tests;

public sealed class StoreLocationTests
{
    [Fact]
    public async Task A_path_is_a_file_that_is_made_where_it_is_not_there()
    {
        using var folder = new TempFolder();
        await using var store = StoreLocation.Open(Path.Combine(folder.Path, ".drrun", "drrun.db"), TimeProvider.System);

        Assert.IsType<SqliteRunStore>(store);
        Assert.True(File.Exists(Path.Combine(folder.Path, ".drrun", "drrun.db")));
    }

    [Theory]
    [InlineData("", "the store's location is empty: name a file, such as .drrun/drrun.db")]
    [InlineData("postgresql://db.example/drrun?password=sesame-open", "the store's postgres:// URL is wrong: a password stands before the '@' (in DRRUN_STORE alone), in PGPASSWORD, or in ~/.pgpass; right is postgres://drrun@db.example:5432/drrun?sslmode=verify-full")]
    [InlineData("mysql://drrun:sesame-open@db.example/drrun", "a store is a file, such as .drrun/drrun.db, or a postgres:// URL; a URL of the scheme 'mysql' is neither")]
    [InlineData("Host=db.example;Password = sesame-open", "a store is a file, such as .drrun/drrun.db, or a postgres:// URL; a connection string is neither")]
    public void Anything_else_is_refused_without_repeating_what_may_be_a_password(string location, string message)
    {
        var error = Assert.Throws<StoreException>(() => StoreLocation.Open(location, TimeProvider.System));
        Assert.Equal(message, error.Message);
        Assert.DoesNotContain("sesame-open", error.ToString(), StringComparison.Ordinal);
    }
}
