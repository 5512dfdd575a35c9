using System.Text;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Logs.TFile;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Logs;

public sealed class TFileLogWriterTests
{
    private const string First = "container_1795223598254_0067_01_000001";
    private const string Second = "container_1795223598254_0067_01_000002";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        var written = await WriteAsync(
            (First, [("stdout", "héllo wörld 😀\n"), ("empty.log", ""), ("üni.txt", "no newline")]),
            (Second, [("stderr", "x")]));

        var logs = await LogFixtures.ReadLogsAsync(written);

        Assert.Equal(
            [$"{First}/stdout=héllo wörld 😀\n", $"{First}/empty.log=", $"{First}/üni.txt=no newline", $"{Second}/stderr=x"],
            logs.Select(log => $"{log.Key}={log.Value}"));
    }

    [Fact]
    public async Task Records_of_a_real_NodeManager_make_the_same_file()
    {
        var real = GoldenFile.ReadBytes("logs-tfile-none.bin");
        var ours = new MemoryStream();
        var writer = new TFileWriter(ours);
        var reader = await TFileReader.OpenAsync(new MemoryStream(real), LogFixtures.NodeFile, Cancellation);
        await foreach (var record in reader.ReadAsync(Cancellation))
        {
            var value = new MemoryStream();
            await record.Value.CopyToAsync(value, Cancellation);
            await writer.AppendAsync(record.Key, whole => whole.WriteAsync(value.ToArray(), Cancellation), Cancellation);
        }

        await writer.CompleteAsync(Cancellation);
        Assert.Equal(real, ours.ToArray());
    }

    [Theory]
    [InlineData(64 * 1024 - 100)]
    [InlineData(64 * 1024)]
    [InlineData(3_000_000)]
    public async Task Long_logs_take_blocks_of_their_own(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length / 10).Select(line => $"{line:D9}\n"));
        var logs = await LogFixtures.ReadLogsAsync(await WriteAsync((First, [("a", text), ("b", text)]), (Second, [("c", text)])));
        Assert.Equal([text, text, text], logs.Values);
    }

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(2 * 64 * 1024)]
    public async Task Value_that_fills_its_chunks_ends_with_the_last_one(int length)
    {
        // Name and length take 3 and 7 or 8 bytes of the first chunk.
        var text = new string('a', length - 3 - (2 + $"{length}".Length));
        var logs = await LogFixtures.ReadLogsAsync(await WriteAsync((First, [("a", text)])));
        Assert.Equal(text, Assert.Single(logs.Values));
    }

    [Fact]
    public async Task Log_that_got_shorter_is_filled_up_and_one_that_grew_is_cut()
    {
        var file = new MemoryStream();
        var writer = await TFileLogWriter.CreateAsync(file, "me", Cancellation);
        await writer.AppendAsync(First, Files(("short", 5, "abc"), ("long", 2, "abc"), ("after", 1, "x")), Cancellation);
        await writer.CompleteAsync(Cancellation);

        var logs = await LogFixtures.ReadLogsAsync(file.ToArray());
        Assert.Equal(["abc\0\0", "ab", "x"], logs.Values);
    }

    [Fact]
    public async Task Unfinished_file_is_no_file_of_logs()
    {
        var file = new MemoryStream();
        await TFileLogWriter.CreateAsync(file, "me", Cancellation);
        await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(file.ToArray()));
    }

    private static async Task<byte[]> WriteAsync(params (string Container, (string Name, string Text)[] Files)[] containers)
    {
        var file = new MemoryStream();
        var writer = await TFileLogWriter.CreateAsync(file, "testuser", Cancellation);
        foreach (var (container, logs) in containers)
            await writer.AppendAsync(container, Files([.. logs.Select(log => (log.Name, Encoding.UTF8.GetByteCount(log.Text), log.Text))]), Cancellation);
        await writer.CompleteAsync(Cancellation);
        return file.ToArray();
    }

    private static async IAsyncEnumerable<ContainerLogFile> Files(params (string Name, int Length, string Text)[] files)
    {
        foreach (var (name, length, text) in files)
            yield return new ContainerLogFile(name, length, new MemoryStream(Encoding.UTF8.GetBytes(text)));
        await Task.CompletedTask;
    }
}
