using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Yarn;

/// <summary>Messages between a real YARN and its clients mean what they should, and are written as they were.</summary>
public sealed class RecordedMessagesTests
{
    [Theory]
    [InlineData("yarn-submit")]
    [InlineData("am-scheduler")]
    [InlineData("am-finish")]
    [InlineData("am-nodemanager")]
    public void Requests_are_written_bit_for_bit(string file)
    {
        var written = 0;
        foreach (var frame in GoldenFile.Open(file).Frames.Where(frame => frame.FromClient))
        {
            if (ParserOf(frame.What) is not { } parser)
                continue;
            var (header, method, message) = frame.Call();
            var request = parser.ParseFrom(message);
            Assert.Equal(
                frame.Bytes,
                RpcFrames.Call(
                    header.CallId, header.RetryCount, header.ClientId, method.DeclaringClassProtocolName, method.MethodName, request));
            written++;
        }

        Assert.True(written >= 2);
    }

    [Fact]
    public void A_submission_says_what_was_submitted()
    {
        var golden = GoldenFile.Open("yarn-submit");
        var context = SubmitApplicationRequestProto.Parser.ParseFrom(golden.Frame("submitApplication").Call().Message)
            .ApplicationSubmissionContext;
        Assert.Equal("application_1795226192484_0002", YarnIds.Format(context.ApplicationId));
        Assert.Equal(("golden app", "default"), (context.ApplicationName, context.Queue));
        Assert.Equal(3, context.AmContainerSpec.LocalResources.Count);
        Assert.Contains(context.AmContainerSpec.Environment, variable => variable is { Key: "FOO", Value: "bar" });
        Assert.Equal(2, context.ApplicationTags.Count);
        Assert.Equal(3600, Assert.Single(context.ApplicationTimeouts).Timeout);
        Assert.Equal(golden.Root.GetProperty("tokens").GetString(), Convert.ToHexStringLower(context.AmContainerSpec.Tokens.Span));
        var token = Assert.Single(Credentials.Read(context.AmContainerSpec.Tokens.Span).Tokens);
        Assert.Equal(("my alias", "MY_KIND"), (token.Key, token.Value.Kind));

        var answers = golden.Frames.Where(frame => !frame.FromClient).ToArray();
        Assert.Equal(new SubmitApplicationResponseProto(), answers[0].Answer(SubmitApplicationResponseProto.Parser));
        var report = answers[1].Answer(GetApplicationReportResponseProto.Parser).ApplicationReport;
        Assert.Equal(context.ApplicationId, report.ApplicationId);
        Assert.Equal("golden app", report.Name);
    }

    [Fact]
    public void A_scheduler_grants_containers_with_their_tokens()
    {
        var answers = Answers("am-scheduler");
        var granted = answers
            .Where(call => call.Method == "allocate" && call.IsSuccess)
            .Select(call => AllocateResponseProto.Parser.ParseFrom(call.Message))
            .ToArray();
        var containers = granted.SelectMany(answer => answer.AllocatedContainers).ToArray();
        Assert.Equal([2L, 3L, 4L], containers.Select(container => container.Id.Id).Order());
        Assert.All(containers, container => Assert.Equal(
            "application_1795223598254_0004", YarnIds.Format(container.Id.AppAttemptId.ApplicationId)));
        var last = containers.Single(container => container.Id.Id == 4);
        Assert.Equal((128, -1L), (last.Resource.Memory, last.AllocationRequestId));
        Assert.All(containers.Where(container => container != last), container =>
            Assert.Equal((64, 5L), (container.Resource.Memory, container.AllocationRequestId)));
        Assert.All(containers, container => Assert.Equal(TokenKinds.Container, Token.FromMessage(container.ContainerToken).Kind));

        var nodeToken = Assert.Single(granted.SelectMany(answer => answer.NmTokens));
        Assert.Equal(("localhost", 8041), (nodeToken.NodeId.Host, nodeToken.NodeId.Port));
        Assert.Equal(TokenKinds.NodeManager, Token.FromMessage(nodeToken.Token).Kind);
    }

    [Fact]
    public void A_scheduler_refuses_with_exceptions_that_clients_tell_apart()
    {
        var errors = Answers("am-scheduler").Where(call => !call.IsSuccess).Select(call => call.ErrorClass).ToArray();
        Assert.Contains(YarnErrors.ApplicationMasterNotRegistered, errors);
        Assert.Contains(YarnErrors.InvalidApplicationMasterRequest, errors);
        Assert.Contains(YarnErrors.InvalidResourceRequest, errors);
    }

    [Fact]
    public void Finishing_takes_a_second_call()
    {
        var finished = Answers("am-finish")
            .Where(call => call.Method == "finishApplicationMaster")
            .Select(call => FinishApplicationMasterResponseProto.Parser.ParseFrom(call.Message).IsUnregistered);
        Assert.Equal([false, true], finished);
    }

    [Fact]
    public void A_node_manager_tells_what_became_of_containers()
    {
        var answers = Answers("am-nodemanager");
        var exits = answers
            .Where(call => call.Method == "getContainerStatuses" && call.IsSuccess)
            .SelectMany(call => GetContainerStatusesResponseProto.Parser.ParseFrom(call.Message).Status)
            .Where(status => status.State == ContainerStateProto.CComplete)
            .Select(status => (status.ContainerId.Id, status.ExitStatus))
            .ToHashSet();
        Assert.Contains((3L, 7), exits);
        Assert.Contains((2L, -105), exits);

        var starts = answers.Where(call => call.Method == "startContainers").ToArray();
        Assert.Equal(2, starts.Count(call => !call.IsSuccess));
        var again = StartContainersResponseProto.Parser.ParseFrom(starts[1].Message);
        Assert.Empty(again.SucceededRequests);
        Assert.Single(again.FailedRequests);
    }

    [Fact]
    public void Token_identifiers_name_their_attempt()
    {
        var golden = GoldenFile.Open("token-identifiers").Root.GetProperty("AMRMToken");
        // AMRMTokenIdentifierProto and NMTokenIdentifierProto begin with the attempt's id as field 1.
        var identifier = new CodedInputStream(Convert.FromHexString(golden.GetProperty("identifier").GetString()!));
        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited), identifier.ReadTag());
        var attempt = new ApplicationAttemptIdProto();
        identifier.ReadMessage(attempt);
        Assert.Equal("appattempt_1795223598254_0004_000001", YarnIds.Format(attempt));
    }

    private static MessageParser? ParserOf(string method) => method switch
    {
        "submitApplication" => SubmitApplicationRequestProto.Parser,
        "getApplicationReport" => GetApplicationReportRequestProto.Parser,
        "registerApplicationMaster" => RegisterApplicationMasterRequestProto.Parser,
        "allocate" => AllocateRequestProto.Parser,
        "finishApplicationMaster" => FinishApplicationMasterRequestProto.Parser,
        "startContainers" => StartContainersRequestProto.Parser,
        "stopContainers" => StopContainersRequestProto.Parser,
        "getContainerStatuses" => GetContainerStatusesRequestProto.Parser,
        "signalToContainer" => SignalContainerRequestProto.Parser,
        _ => null,
    };

    // Calls of a recorded connection, which awaited each answer before the next call.
    private static List<(string Method, bool IsSuccess, byte[] Message, string ErrorClass)> Answers(string file)
    {
        var answers = new List<(string, bool, byte[], string)>();
        var method = "";
        foreach (var frame in GoldenFile.Open(file).Frames.Where(frame => frame.What is not "sasl"))
        {
            if (frame.FromClient)
            {
                method = frame.What;
                continue;
            }

            var answer = RpcAnswer.Parse(frame.Content);
            answers.Add(answer.IsSuccess
                ? (method, true, answer.Message.ToArray(), "")
                : (method, false, [], answer.ToException(new HadoopEndpoint("h", 1)).ClassName));
        }

        return answers;
    }
}
