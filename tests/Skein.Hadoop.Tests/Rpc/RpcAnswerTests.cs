using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RpcAnswerTests
{
    private static readonly HadoopEndpoint Endpoint = new("localhost", 8032, "yarn.resourcemanager.address");

    [Fact]
    public void Answers_of_a_real_resource_manager_are_understood()
    {
        var answers = GoldenFile.Open("ipc-simple").Frames.Where(frame => !frame.FromClient).ToArray();
        for (var i = 0; i < answers.Length; i++)
            Assert.Equal(i, RpcAnswer.Parse(answers[i].Content).CallId);

        var application = answers[0].Answer(GetNewApplicationResponseProto.Parser);
        Assert.Equal("application_1795226192484_0002", YarnIds.Format(application.ApplicationId));
        Assert.Equal((8192, 4), (application.MaximumCapability.Memory, application.MaximumCapability.VirtualCores));
        Assert.Equal(1, answers[1].Answer(GetClusterMetricsResponseProto.Parser).ClusterMetrics.NumActiveNms);
        var queue = answers[2].Answer(GetQueueInfoResponseProto.Parser).QueueInfo;
        Assert.Equal("fruit", queue.QueueName);
        Assert.Equal(["apples", "bananas", "oranges"], queue.ChildQueues.Select(child => child.QueueName).Order());
        var node = Assert.Single(answers[3].Answer(GetClusterNodesResponseProto.Parser).NodeReports).NodeId;
        Assert.Equal(("localhost", 8041), (node.Host, node.Port));
    }

    [Fact]
    public void Errors_tell_their_class_and_message_and_keep_the_stack_apart()
    {
        var errors = GoldenFile.Open("ipc-errors").Frames
            .Where(frame => !frame.FromClient)
            .Select(frame => Error(frame))
            .ToArray();
        Assert.Equal(
            ["RpcNoSuchMethodException", "RpcNoSuchProtocolException", "VersionMismatch", "ApplicationNotFoundException", "InvalidProtocolBufferException"],
            errors.Select(error => error.SimpleName));
        Assert.Equal(YarnErrors.ApplicationNotFound, errors[3].ClassName);
        Assert.Equal(
            "Application with id 'application_5_0099' doesn't exist in RM. Please check that the job submission was successful.",
            errors[3].Message);
        Assert.All(errors, error => Assert.StartsWith("\tat org.apache.hadoop.", error.RemoteTrace));
        Assert.All(errors, error => Assert.DoesNotContain("\tat ", error.Message));
    }

    [Fact]
    public void Fatal_answers_carry_the_number_of_what_was_refused()
    {
        var ids = GoldenFile.Open("ipc-errors").Root.GetProperty("fatal").EnumerateArray()
            .Select(item => GoldenFile.FramesOf(item.GetProperty("frames"))[^1])
            .Where(frame => !frame.Bytes.AsSpan().StartsWith("HTTP"u8))
            .Select(frame =>
            {
                var answer = RpcAnswer.Parse(frame.Content);
                Assert.True(answer.IsFatal);
                Assert.NotEqual("", answer.ToException(Endpoint).Message);
                return answer.CallId;
            });
        Assert.Equal([-3, 0, -1, -33, -1, -1, -1], ids);
    }

    [Fact]
    public void Messages_may_span_lines()
    {
        var header = new Skein.Hadoop.Rpc.Protocol.RpcResponseHeaderProto
        {
            CallId = 1,
            Status = Skein.Hadoop.Rpc.Protocol.RpcResponseHeaderProto.Types.RpcStatusProto.Error,
            ExceptionClassName = "java.io.IOException",
            ErrorMsg = "first\nsecond at the end\n\tat a.B.c(B.java:1)\n\tat d",
        };
        var error = RpcAnswer.Parse(ServerConnection.Delimit(header)).ToException(Endpoint);
        Assert.Equal("first\nsecond at the end", error.Message);
        Assert.Equal("\tat a.B.c(B.java:1)\n\tat d", error.RemoteTrace);
    }

    [Theory]
    [InlineData("")]
    [InlineData("05")]
    [InlineData("ffffffffff7f00")]
    [InlineData("ffffffff0f0800")]
    [InlineData("020801")]
    [InlineData("04ffffffff")]
    public void Garbage_is_no_answer(string hex) =>
        Assert.Throws<InvalidDataException>(() => RpcAnswer.Parse(Convert.FromHexString(hex)).CallId);

    [Fact]
    public void Every_cut_of_a_real_answer_is_refused()
    {
        var frame = GoldenFile.Open("ipc-simple").Frames.First(frame => !frame.FromClient);
        for (var length = 0; length < frame.Content.Length; length++)
        {
            var cut = frame.Content[..length].ToArray();
            Assert.Throws<InvalidDataException>(() => RpcAnswer.Parse(cut).Message.Length);
        }
    }

    [Fact]
    public void Bytes_after_the_message_are_refused()
    {
        var frame = GoldenFile.Open("ipc-simple").Frames.First(frame => !frame.FromClient);
        byte[] longer = [.. frame.Content, 0];
        Assert.Throws<InvalidDataException>(() => RpcAnswer.Parse(longer).Message.Length);
    }

    private static RemoteException Error(GoldenFrame frame)
    {
        var answer = RpcAnswer.Parse(frame.Content);
        Assert.False(answer.IsSuccess);
        Assert.False(answer.IsFatal);
        return answer.ToException(Endpoint);
    }
}
