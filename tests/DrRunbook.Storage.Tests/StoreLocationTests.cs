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
    [InlineData("postgres://drrun:sesame-open@db.example/drrun", "this version of drrun keeps runs in a file only, not in PostgreSQL: name a file, such as .drrun/drrun.db")]
    [InlineData("postgresql://db.example/drrun?password=sesame-open", "this version of drrun keeps runs in a file only, not in PostgreSQL: name a file, such as .drrun/drrun.db")]
    [InlineData("mysql://drrun:sesame-open@db.example/drrun", "a store is a file, such as .drrun/drrun.db; a URL of the scheme 'mysql' is none")]
    [InlineData("Host=db.example;Password = sesame-open", "a store is a file, such as .drrun/drrun.db; a database's connection string is none")]
    public void Anything_else_is_refused_without_repeating_what_may_be_a_password(string location, string message)
    {
        var error = Assert.Throws<StoreException>(() => StoreLocation.Open(location, TimeProvider.System));
        Assert.Equal(message, error.Message);
        Assert.DoesNotContain("sesame-open", error.ToString(), StringComparison.Ordinal);
    }
}
