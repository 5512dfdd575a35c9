using Skein.Cli.Driver;

namespace Skein.Cli.Tests.Driver;

public sealed class GlobalDriverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-driver-").FullName;

    private string FilePath => Path.Combine(_folder, "driver");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Driver_is_saved_as_Python_reads_it_for_its_owner_alone()
    {
        new GlobalDriver("127.0.0.1:4711", 42).Save(Environment);
        Assert.Equal("""{"address": "127.0.0.1:4711", "pid": 42}""", File.ReadAllText(FilePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.Equal(new GlobalDriver("127.0.0.1:4711", 42), GlobalDriver.Find(Environment));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"address": "127.0.0.1:4711"}""")]
    [InlineData("""{"address": 1, "pid": 42}""")]
    [InlineData("""{"address": "127.0.0.1:4711", "pid": -1}""")]
    [InlineData("""{"address": "127.0.0.1:4711", "pid": "42"}""")]
    public void Damaged_file_is_none(string text)
    {
        File.WriteAllText(FilePath, text);
        Assert.Null(GlobalDriver.Find(Environment));
    }

    [Fact]
    public void Forgotten_driver_is_gone_and_may_be_forgotten_again()
    {
        new GlobalDriver("127.0.0.1:4711", 42).Save(Environment);
        GlobalDriver.Forget(Environment);
        GlobalDriver.Forget(Environment);
        Assert.Null(GlobalDriver.Find(Environment));
    }

    [Fact]
    public void Process_that_took_the_id_of_a_driver_is_none() =>
        Assert.False(new GlobalDriver("127.0.0.1:4711", System.Environment.ProcessId).IsAlive);

    private string? Environment(string name) => name == "SKEIN_CONFIG" ? _folder : null;
}
