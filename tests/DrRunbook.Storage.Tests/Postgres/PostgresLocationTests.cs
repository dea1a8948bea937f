using DrRunbook.Engine.Ports;
using DrRunbook.Storage.Postgres;
using Npgsql;

namespace DrRunbook.Storage.Tests.Postgres;

public sealed class PostgresLocationTests
{
    [Fact]
    public void A_URL_is_read_part_by_part() => Assert.Equal(
        new PostgresLocation("db.example", 6543, "dr runs", "o@ps", "p:/@?w", SslMode.VerifyFull, "/etc/ca.pem"),
        PostgresLocation.Parse("postgres://o%40ps:p%3A%2F%40%3Fw@db.example:6543/dr%20runs?sslmode=verify-full&sslrootcert=/etc/ca.pem"));

    [Theory]
    [InlineData("postgresql://db.example/drrun", "db.example", 5432, "postgres://db.example:5432/drrun")]
    [InlineData("postgres://drrun@[::1]:5433/drrun", "::1", 5433, "postgres://drrun@[::1]:5433/drrun")]
    [InlineData("postgres://drrun:sesame-open@[::1]/drrun", "::1", 5432, "postgres://drrun@[::1]:5432/drrun")]
    [InlineData("postgres://drrun@/drrun?host=/run/postgresql", "/run/postgresql", 5432, "postgres://drrun@/drrun")]
    public void It_is_shown_without_its_password(string url, string host, int port, string shown)
    {
        var location = PostgresLocation.Parse(url);

        Assert.Equal((host, port, shown), (location.Host, location.Port, location.ToString()));
        Assert.Equal(shown, StoreLocation.Describe(url));
    }

    [Theory]
    [InlineData("postgres://drrun:sesame-open@db.example", "it names no database behind the host")]
    [InlineData("postgres://drrun:sesame-open@/drrun", "it names no host")]
    [InlineData("postgres://drrun:sesame/open@db.example/drrun", "its port must be a number from 1 to 65535; '@', '/' and ':' in a name or a password must be written %40, %2F and %3A")]
    [InlineData("postgres://drrun:sesame#open@db.example/drrun", "it has a '#', which must be written %23 in a name or a password")]
    [InlineData("postgres://drrun@db.example:99999/drrun", "its port must be a number from 1 to 65535; '@', '/' and ':' in a name or a password must be written %40, %2F and %3A")]
    [InlineData("postgres://drrun@a.example,b.example/drrun", "its host must be one name or address; an IPv6 address stands in brackets")]
    [InlineData("postgres://drrun@db.example/drrun?sslmode=maybe", "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgres://drrun@db.example/drrun?options=sesame", "it has the parameter 'options'; those known are sslmode, sslrootcert, and host for the folder of a Unix socket")]
    public void What_is_wrong_is_said_without_what_may_be_a_password(string url, string what)
    {
        var error = Assert.Throws<StoreException>(() => PostgresLocation.Parse(url));

        Assert.Equal($"the store's postgres:// URL is wrong: {what}; right is postgres://drrun@db.example:5432/drrun?sslmode=verify-full", error.Message);
        Assert.DoesNotContain("sesame", error.Message, StringComparison.Ordinal);
    }
}
