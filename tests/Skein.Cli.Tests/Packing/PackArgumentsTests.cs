using System.CommandLine;
using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class PackArgumentsTests
{
    public static TheoryData<string[], PackOptions> Mappings => new()
    {
        { [], new PackOptions() },
        { ["-n", "science"], new PackOptions { Name = "science" } },
        { ["--name=science"], new PackOptions { Name = "science" } },
        { ["-p", "/env"], new PackOptions { Prefix = "/env" } },
        { ["--prefix", "/env"], new PackOptions { Prefix = "/env" } },
        { ["-o", "-"], new PackOptions { Output = "-" } },
        { ["--output", "a.zip"], new PackOptions { Output = "a.zip" } },
        { ["--arcroot", "app"], new PackOptions { ArcRoot = "app" } },
        { ["-d", "./environment"], new PackOptions { DestinationPrefix = "./environment" } },
        { ["--dest-prefix", "/opt/e"], new PackOptions { DestinationPrefix = "/opt/e" } },
        { ["--format", "infer"], new PackOptions() },
        { ["--format", "zip"], new PackOptions { Format = ArchiveFormat.Zip } },
        { ["--format", "tar.gz"], new PackOptions { Format = ArchiveFormat.TarGz } },
        { ["--format", "tgz"], new PackOptions { Format = ArchiveFormat.TarGz } },
        { ["--format", "tar.bz2"], new PackOptions { Format = ArchiveFormat.TarBz2 } },
        { ["--format", "tbz2"], new PackOptions { Format = ArchiveFormat.TarBz2 } },
        { ["--format", "tar"], new PackOptions { Format = ArchiveFormat.Tar } },
        { ["--format", "parcel"], new PackOptions { Format = ArchiveFormat.Parcel } },
        { ["--format", "folder"], new PackOptions { Format = ArchiveFormat.Folder } },
        { ["--format", "no-archive"], new PackOptions { Format = ArchiveFormat.Folder } },
        { ["--compress-level", "9"], new PackOptions { CompressLevel = 9 } },
        { ["-j", "2"], new PackOptions { ThreadCount = 2 } },
        { ["-j2"], new PackOptions { ThreadCount = 2 } },
        { ["-j-1"], new PackOptions { ThreadCount = -1 } },
        { ["--n-threads", "-1"], new PackOptions { ThreadCount = -1 } },
        { ["--zip-symlinks"], new PackOptions { ZipSymlinks = true } },
        { ["--no-zip-64"], new PackOptions { AllowZip64 = false } },
        { ["--ignore-editable-packages"], new PackOptions { EditablePackages = EditablePolicy.Ignore } },
        { ["--editable=refuse"], new PackOptions { EditablePackages = EditablePolicy.Refuse } },
        { ["--editable=ignore", "--ignore-editable-packages"], new PackOptions { EditablePackages = EditablePolicy.Ignore } },
        { ["--editable", "include"], new PackOptions { EditablePackages = EditablePolicy.Include } },
        { ["--ignore-missing-files"], new PackOptions { IgnoreMissingFiles = true } },
        { ["--kind", "conda"], new PackOptions { Kind = EnvironmentKind.Conda } },
        { ["--kind", "venv"], new PackOptions { Kind = EnvironmentKind.Venv } },
        { ["--kind", "dotnet"], new PackOptions { Kind = EnvironmentKind.DotNet } },
        { ["--kind", "folder"], new PackOptions { Kind = EnvironmentKind.Folder } },
        { ["--include-python"], new PackOptions { IncludePython = true } },
        { ["--allow-framework-dependent"], new PackOptions { AllowFrameworkDependent = true } },
        { ["--parcel-root", "/p"], new PackOptions { Parcel = new() { Root = "/p" } } },
        { ["--parcel-name", "n"], new PackOptions { Parcel = new() { Name = "n" } } },
        { ["--parcel-version", "1"], new PackOptions { Parcel = new() { Version = "1" } } },
        { ["--parcel-distro", "el8"], new PackOptions { Parcel = new() { Distribution = "el8" } } },
        { ["--no-cache"], new PackOptions { UseCache = false } },
        { ["--dry-run"], new PackOptions { DryRun = true } },
        { ["-f"], new PackOptions { Force = true } },
        { ["--force"], new PackOptions { Force = true } },
    };

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Each_option_means_one_thing(string[] line, PackOptions expected)
    {
        IReadOnlyList<FileFilter> none = [];
        Assert.Equal(expected with { Filters = none }, Read(line).Options with { Filters = none });
    }

    [Fact]
    public void Looking_is_asked_for_beside_the_options()
    {
        Assert.True(Read("--list").List);
        Assert.True(Read("--json").Json);
        Assert.True(Read("-q").Quiet);
        Assert.True(Read("--quiet").Quiet);
        Assert.Equal((false, false, false), (Read().List, Read().Json, Read().Quiet));
    }

    [Theory]
    [InlineData("--format: 'rar' is none of infer, tar.gz,", "--format", "rar")]
    [InlineData("--format: 'tar.zst' is not written: YARN does not unpack it", "--format", "tar.zst")]
    [InlineData("--format: 'squashfs' is not written", "--format", "squashfs")]
    [InlineData("--kind: 'Conda' is none of conda, venv, dotnet, folder", "--kind", "Conda")]
    [InlineData("--editable: '' is none of refuse, ignore, include", "--editable", "")]
    [InlineData("--compress-level: 'high' is no whole number", "--compress-level", "high")]
    [InlineData("--n-threads: '1.5' is no whole number", "-j", "1.5")]
    [InlineData("--n-threads: '99999999999' is no whole number", "-j", "99999999999")]
    [InlineData("--filter: '*.pyc' begins with neither 'exclude:' nor 'include:'", "--filter", "*.pyc")]
    public void A_value_that_is_none_is_refused_in_one_sentence(string message, params string[] line)
    {
        var error = Assert.Single(Parse(new PackArguments(), line).Errors);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("include")]
    public void Two_policies_for_editable_packages_are_refused(string policy)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read($"--editable={policy}", "--ignore-editable-packages"));
        Assert.Contains($"--editable={policy}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_the_archive_do_not_share_the_standard_output()
    {
        Assert.Throws<InvalidInputException>(() => Read("--json", "-o", "-"));
        Assert.True(Read("--json", "-o", "-", "--dry-run").Json);
        Assert.True(Read("--json", "-o", "-", "--list").Json);
    }

    [Fact]
    public void Every_option_has_one_place_in_the_help()
    {
        var names = new PackArguments().Groups.SelectMany(static group => group.Options).Select(static option => option.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(new PackArguments().Groups.SelectMany(static group => group.Options), static option => Assert.NotEqual("", option.Description));
    }

    internal static ParseResult Parse(PackArguments arguments, params string[] line)
    {
        var command = new RootCommand();
        foreach (var option in arguments.Groups.SelectMany(static group => group.Options))
            command.Options.Add(option);
        return command.Parse(line);
    }

    internal static PackRequest Read(params string[] line)
    {
        var arguments = new PackArguments();
        var parsed = Parse(arguments, line);
        Assert.Empty(parsed.Errors);
        return arguments.Read(parsed);
    }
}
