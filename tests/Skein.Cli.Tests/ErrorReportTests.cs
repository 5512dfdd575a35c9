using Skein.Hadoop.Rpc;
using Skein.Packer;
using Skein.Submission;

namespace Skein.Cli.Tests;

public sealed class ErrorReportTests
{
    private static readonly HadoopEndpoint Server = new("rm.example", 8032, "yarn.resourcemanager.address");

    public static TheoryData<Exception, ExitCode> Errors => new()
    {
        { new InvalidInputException("x"), ExitCode.InvalidInput },
        { new InvalidSubmissionException("x"), ExitCode.InvalidInput },
        { new PackException("x"), ExitCode.InvalidInput },
        { new ClusterRefusedException("x"), ExitCode.Refused },
        { new RpcConnectionException(Server, RpcFailure.Unreachable, "x"), ExitCode.Refused },
        { new RemoteException("java.io.IOException", "x", null, Server), ExitCode.Refused },
        { new FileNotFoundException("x"), ExitCode.Refused },
        { new OperationCanceledException(), ExitCode.Interrupted },
        { new InvalidOperationException("x"), ExitCode.Defect },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Exit_status_tells_whose_turn_it_is(Exception error, ExitCode code) => Assert.Equal(code, Print(error, false).Code);

    [Fact]
    public void Every_problem_gets_a_line() =>
        Assert.Equal("Error: one\nError: two\n", Print(new InvalidSubmissionException(["one", "two"]), false).Text);

    [Fact]
    public void Details_of_a_packing_fault_stand_below_it() =>
        Assert.Equal("Error: missing\n  a\n  b\n", Print(new PackException("missing", ["a", "b"]), false).Text);

    [Fact]
    public void Who_interrupts_is_told_what_is_left() =>
        Assert.Equal("Interrupted; nothing was left behind.\n", Print(new OperationCanceledException(), false).Text);

    [Fact]
    public void Who_interrupts_half_done_work_is_told_how_to_complete_it()
    {
        var (code, text) = Print(new IncompleteException("run it again", new OperationCanceledException()), false);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Equal("Interrupted; run it again.\n", text);
    }

    [Fact]
    public void Unreachable_server_is_named_with_its_setting()
    {
        var text = Print(new RpcConnectionException(Server, RpcFailure.Unreachable, "connection refused"), false).Text;
        Assert.Equal("Error: rm.example:8032 (yarn.resourcemanager.address): connection refused\n", text);
    }

    [Fact]
    public void Remote_stack_trace_is_shown_on_request_only()
    {
        var error = new ClusterRefusedException("no", new RemoteException("java.io.IOException", "disk", "\tat java.lang.X", Server));
        Assert.DoesNotContain("java.lang.X", Print(error, verbose: false).Text);
        Assert.Contains("java.lang.X", Print(error, verbose: true).Text);
    }

    [Fact]
    public void Defect_asks_for_a_report_and_shows_its_trace()
    {
        var text = Print(new InvalidOperationException("broken"), false).Text;
        Assert.Contains("report", text);
        Assert.Contains("broken", text);
    }

    private static (ExitCode Code, string Text) Print(Exception error, bool verbose)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var code = ErrorReport.Print(error, writer, verbose);
        return (code, writer.ToString());
    }
}
