using System.Diagnostics;
using System.Net.Sockets;
using Skein.Hadoop.FileSystems;

namespace Skein.Hadoop.Tests.FileSystems;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pipe_is_refused_without_waiting_for_its_other_end()
    {
        var pipe = Path.Combine(_folder, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("it is a pipe, a socket or a device", Assert.Throws<IOException>(() => RegularFile.Open(pipe)).Message);
    }

    [Fact]
    public void Socket_and_what_is_missing_are_refused_with_the_reason()
    {
        var path = Path.Combine(_folder, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Contains("it is a pipe, a socket or a device", Assert.Throws<IOException>(() => RegularFile.Open(path)).Message);
        Assert.Contains("No such file", Assert.Throws<FileNotFoundException>(() => RegularFile.Open(path + "x")).Message);
    }

    [Fact]
    public void Link_leads_to_a_file_where_links_are_followed_and_only_there()
    {
        var link = Path.Combine(_folder, "link");
        File.WriteAllText(Path.Combine(_folder, "file"), "hello");
        File.CreateSymbolicLink(link, "file");
        using (var file = RegularFile.Open(link))
            Assert.Equal("hello", new StreamReader(file).ReadToEnd());
        Assert.Null(RegularFile.TryOpenUnlinked(link));
    }
}
