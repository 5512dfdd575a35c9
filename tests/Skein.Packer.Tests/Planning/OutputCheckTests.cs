using System.Net.Sockets;
using Skein.Packer.Archives;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Planning;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Planning;

public sealed class OutputCheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_file_in_a_writable_directory_is_fine()
    {
        Assert.Empty(Find(_directory["a.tar.gz"]));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void The_standard_output_is_fine() => Assert.Empty(Find("-"));

    [Fact]
    public void An_existing_output_is_a_problem_unless_forced()
    {
        File.WriteAllText(_directory["a.tar.gz"], "mine");
        Assert.Contains("exists", Assert.Single(Find(_directory["a.tar.gz"])).Message, StringComparison.Ordinal);
        Assert.Empty(Find(_directory["a.tar.gz"], force: true));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_an_existing_output()
    {
        File.CreateSymbolicLink(_directory["a.tar.gz"], _directory["gone"]);
        Assert.Contains("exists", Assert.Single(Find(_directory["a.tar.gz"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_directory_is_no_place_for_a_file_even_when_forced(bool force)
    {
        Directory.CreateDirectory(_directory["a.tar.gz"]);
        Assert.Contains("is a directory", Assert.Single(Find(_directory["a.tar.gz"], force)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pyvenv.cfg")]
    [InlineData("conda-meta/history")]
    [InlineData(".skein/relocation.json")]
    public void A_folder_replaces_an_environment_when_forced(string file)
    {
        Fill("env", file);
        Assert.Empty(Find(_directory["env"], force: true, ArchiveFormat.Folder));
    }

    [Fact]
    public void A_folder_replaces_an_empty_directory_when_forced()
    {
        Directory.CreateDirectory(_directory["empty"]);
        Assert.Empty(Find(_directory["empty"], force: true, ArchiveFormat.Folder));
    }

    [Theory]
    [InlineData("thesis.tex")]
    [InlineData(".skein/skein.pem")]
    public void A_folder_never_replaces_a_directory_of_other_things(string file)
    {
        Fill("home", file);
        var problem = Assert.Single(Find(_directory["home"], force: true, ArchiveFormat.Folder));
        Assert.Contains("remove it yourself", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    public void A_device_is_no_output_even_when_forced(string device)
    {
        foreach (var format in (ArchiveFormat[])[ArchiveFormat.Tar, ArchiveFormat.Folder])
            Assert.Contains("use -o - and redirect", Find(device, force: true, format)[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_device_is_no_output_even_when_forced()
    {
        File.CreateSymbolicLink(_directory["a.tar.gz"], "/dev/null");
        Assert.Contains("use -o - and redirect", Assert.Single(Find(_directory["a.tar.gz"], force: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_is_no_output_even_when_forced()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_directory["a.tar.gz"]));
        Assert.Contains("use -o - and redirect", Assert.Single(Find(_directory["a.tar.gz"], force: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_directory_is_a_problem_unless_forced_and_is_not_made_yet()
    {
        Assert.Contains("does not exist", Assert.Single(Find(_directory["x/y/a.tar.gz"])).Message, StringComparison.Ordinal);
        Assert.Empty(Find(_directory["x/y/a.tar.gz"], force: true));
        Assert.False(Directory.Exists(_directory["x"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_on_the_way_is_a_problem(bool force)
    {
        File.WriteAllText(_directory["x"], "");
        Assert.Contains("is not a directory", Assert.Single(Find(_directory["x/a.tar.gz"], force)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_permission_is_a_problem()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The superuser may write everywhere.");
        Directory.CreateDirectory(_directory["x"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Contains("not writable", Assert.Single(Find(_directory["x/a.tar.gz"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_certainly_too_small_is_a_problem()
    {
        var problem = Assert.Single(Find(_directory["a.tar"], format: ArchiveFormat.Tar, contentLength: long.MaxValue / 2));
        Assert.Contains("make room", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_probably_too_small_is_a_warning()
    {
        var free = new DriveInfo(_directory.Path).AvailableFreeSpace;
        Assert.Empty(Find(_directory["a.tar.gz"], contentLength: free * 8));
        Assert.Contains("may be too little", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ArchiveFormat.Tar, 4, 1_000_000)]
    [InlineData(ArchiveFormat.Folder, 4, 1_000_000)]
    [InlineData(ArchiveFormat.TarGz, 0, 1_000_000)]
    [InlineData(ArchiveFormat.TarGz, 4, 968)]
    [InlineData(ArchiveFormat.TarBz2, 4, 0)]
    public void The_least_length_is_certain(ArchiveFormat format, int level, long expected) =>
        Assert.Equal(expected, OutputCheck.LeastLength(format, level, 1_000_000));

    [Fact]
    public void Two_problems_of_the_output_are_both_told()
    {
        File.WriteAllText(_directory["a.tar"], "mine");
        Assert.Equal(2, Find(_directory["a.tar"], format: ArchiveFormat.Tar, contentLength: long.MaxValue / 2).Count);
    }

    private void Fill(string directory, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[$"{directory}/{file}"])!);
        File.WriteAllText(_directory[$"{directory}/{file}"], "");
    }

    private List<PackProblem> Find(string output, bool force = false, ArchiveFormat format = ArchiveFormat.TarGz, long contentLength = 10) =>
        [.. OutputCheck.Find(Pack(output, format, contentLength), new PackOptions { Force = force }, PackHost.Process, _warnings)];

    private static PreparedPack Pack(string output, ArchiveFormat format, long contentLength)
    {
        var source = new PackSource { Kind = EnvironmentKind.Folder, Root = "/source", Files = [], InstalledIn = new InstalledPrefix("/source"), Warnings = [] };
        return new PreparedPack
        {
            Source = source,
            Files = [new PackFile { Path = "file", Kind = PackFileKind.Regular, Mode = 0, Size = contentLength }],
            Relocation = new NoRelocation(source.InstalledIn),
            Layout = new ArchiveLayout(""),
            Format = format,
            Output = output,
            Problems = [],
            Warnings = [],
        };
    }
}
