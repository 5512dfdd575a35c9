using System.Text;
using Skein.Grpc;
using Skein.Hadoop.Logs;
using Skein.Submission.Driver;

namespace Skein.Submission.Tests.Driver;

public sealed class ContainerLogTextsTests
{
    private const string Container = "container_7_0001_01_000001";

    private readonly ContainerLogTexts _texts = new("application_7_0001", TimeProvider.System);

    [Fact]
    public async Task Text_has_every_file_with_its_head_and_no_space_at_its_end()
    {
        await AddAsync(("out", "hello\n\n"), ("err", "oh"));
        await AddAsync(("out", "later"));
        var text = Assert.Single(_texts.Finish()).Value;
        Assert.Equal(
            "LogType:out\nLogLength:7\nLog Contents:\nhello\n\n\nEnd of LogType:out\n\nLogType:err\nLogLength:2\nLog Contents:\noh\nEnd of LogType:err\n\n"
            + "LogType:out\nLogLength:5\nLog Contents:\nlater\nEnd of LogType:out",
            text);
    }

    [Fact]
    public async Task More_than_a_message_takes_is_refused_with_the_way_to_read_it()
    {
        var half = new string('x', ContainerLogTexts.MaximumBytes / 2);
        await AddAsync(("a", half));
        var refused = await Assert.ThrowsAsync<GrpcException>(() => AddAsync(("b", half + "xx")));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, refused.Status);
        Assert.Contains("skein logs application_7_0001", refused.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_count_as_what_they_become()
    {
        var bytes = Encoding.Latin1.GetString(Enumerable.Repeat((byte)0xff, ContainerLogTexts.MaximumBytes / 2).ToArray());
        await AddAsync(Encoding.Latin1, ("a", bytes));
        Assert.Throws<GrpcException>(() => _texts.Finish().ToList());
    }

    private Task AddAsync(params (string Name, string Text)[] files) => AddAsync(Encoding.UTF8, files);

    private Task AddAsync(Encoding encoding, params (string Name, string Text)[] files) => _texts.AddAsync(
        new ContainerLog(Container, "node:1", FilesAsync(encoding, files)), TestContext.Current.CancellationToken);

    private static async IAsyncEnumerable<ContainerLogFile> FilesAsync(Encoding encoding, (string Name, string Text)[] files)
    {
        await Task.CompletedTask;
        foreach ((var name, var text) in files)
        {
            var bytes = encoding.GetBytes(text);
            yield return new ContainerLogFile(name, bytes.Length, new MemoryStream(bytes));
        }
    }
}
