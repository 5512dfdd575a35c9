using System.Text.Json;

namespace Skein.Packer.Tests.EndToEnd;

public sealed class ParcelTests(CondaEnvironments environments)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_parcel_has_an_environment_for_one_place_and_its_description()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions
        {
            Prefix = await environments.PrefixAsync("basic"),
            Output = directory["a.parcel"],
            Parcel = new ParcelOptions { Root = "/p/", Name = "demo", Version = "1.2-rc", Distribution = "el8" },
        };
        var summary = await EnvironmentPacker.PackAsync(options, null, Cancellation);
        var members = await Archive.MembersAsync(options.Output);

        Assert.Equal(ArchiveFormat.Parcel, summary.Format);
        Assert.All(members.Keys, static name => Assert.StartsWith("demo-1.2-rc/", name, StringComparison.Ordinal));
        Assert.DoesNotContain("demo-1.2-rc/bin/activate", members.Keys);
        Assert.StartsWith("#!/p/demo-1.2-rc/bin/python", members["demo-1.2-rc/bin/demo-text"].Text, StringComparison.Ordinal);
        // conda-pack's is readable by its owner only.
        Assert.Equal(0x1a4, members["demo-1.2-rc/meta/parcel.json"].Mode);
        using var description = JsonDocument.Parse(members["demo-1.2-rc/meta/parcel.json"].Text);
        var root = description.RootElement;
        Assert.Equal("demo", root.GetProperty("name").GetString());
        Assert.Equal("1.2-rc", root.GetProperty("version").GetString());
        Assert.Equal("1.2-rc-el8", root.GetProperty("extraVersionInfo").GetProperty("fullVersion").GetString());
        Assert.Equal("conda_env.sh", root.GetProperty("scripts").GetProperty("defines").GetString());
        Assert.Contains(root.GetProperty("packages").EnumerateArray(), static package =>
            package.GetProperty("name").GetString() == "demo-noarch" && package.GetProperty("version").GetString() == "1.0-py_0");
    }

    [Fact]
    public async Task The_script_of_a_parcel_is_read_by_a_strict_shell()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions
        {
            Prefix = await environments.PrefixAsync("activate"), Output = directory["a.parcel"], Parcel = new ParcelOptions { Root = "/p", Name = "demo" },
        };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        var script = (await Archive.MembersAsync(options.Output)).Single(static pair => pair.Key.EndsWith("meta/conda_env.sh", StringComparison.Ordinal)).Value;
        await File.WriteAllBytesAsync(directory["conda_env.sh"], script.Content, Cancellation);
        // The scripts of the environment lie where the parcel's would.
        var run = await Shell.OutputOfAsync("env", [
            "-i", $"PARCELS_ROOT={Path.GetDirectoryName(options.Prefix)}", "PARCEL_DIRNAME=activate",
            "sh", "-euc", ". \"$0\"; echo $CDH_PYTHON", directory["conda_env.sh"]]);
        Assert.Equal($"{options.Prefix}/bin/python", run.Trim().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_parcel_without_a_version_is_one_of_today()
    {
        var options = new PackOptions { Prefix = await environments.PrefixAsync("nopython"), Format = ArchiveFormat.Parcel, Output = "-" };
        using var output = new OneWayStream();
        var host = PackHost.Process with { Clock = new FixedClock(), OpenStandardOutput = () => output, IsTerminal = static () => false };
        await EnvironmentPacker.PackAsync(options with { Parcel = new ParcelOptions { Root = "/p" } }, host, null, null, Cancellation);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory["a"], output.Written, Cancellation);
        Assert.Contains("nopython-2024.02.29/meta/parcel.json", (await Archive.MembersAsync(directory["a"])).Keys);
    }

    [Theory]
    [InlineData("my-env", "el7", "", null)]
    [InlineData("env", "el-7", "", null)]
    [InlineData("env", "el7", "root", null)]
    [InlineData("env", "el7", "", "/opt/x")]
    [InlineData("a/b", "el7", "", null)]
    public async Task Names_and_places_that_contradict_a_parcel_are_refused(string name, string distribution, string root, string? destination)
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions
        {
            Prefix = await environments.PrefixAsync("nopython"),
            Output = directory["a.parcel"],
            ArcRoot = root,
            DestinationPrefix = destination,
            Parcel = new ParcelOptions { Root = "/p", Name = name, Distribution = distribution },
        };
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_description_among_the_files_gives_way_to_that_of_the_parcel()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["env/conda-meta"]);
        Directory.CreateDirectory(directory["env/meta"]);
        await File.WriteAllTextAsync(directory["env/meta/parcel.json"], "old", Cancellation);
        var plan = await EnvironmentPacker.PlanAsync(new PackOptions { Prefix = directory["env"], Output = directory["a.parcel"] }, Cancellation);
        var paths = plan.Entries.Select(static entry => entry.Path).ToList();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Single(paths, static path => path.EndsWith("/meta/parcel.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plain_folder_is_no_parcel()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Kind = EnvironmentKind.Folder, Prefix = directory.Path, Output = directory["a.parcel"] };
        var error = await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PackAsync(options, null, Cancellation));
        Assert.Contains("conda", error.Message, StringComparison.Ordinal);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);
    }
}
