using System.Text;
using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Tests.Nodes.Processes;

public sealed class ProcessTableTests
{
    [Fact]
    public void Names_may_hold_brackets_and_spaces()
    {
        var entry = ProcessTable.Parse(7, Encoding.ASCII.GetBytes(
            "7 (a) b (c) S 2 3 4 0 -1 4194304 1 2 0 0 0 0 0 0 30 10 1 0 1810953 2990080 5 18446744073709551615 9 9\n"));
        Assert.Equal(new ProcessEntry(7, "a) b (c", 2, 3, 4, 1810953, 2990080, 5L * Environment.SystemPageSize), entry);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7 (a")]
    [InlineData("7 (a) S 2 3")]
    public void What_is_no_entry_is_none(string text) => Assert.Null(ProcessTable.Parse(7, Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void This_process_is_found() => Assert.True(ProcessTable.Find(Environment.ProcessId)!.ResidentBytes > 0);

    [Fact]
    public void A_session_has_its_processes_and_their_children_elsewhere()
    {
        var processes = new SessionProcesses(new Dictionary<int, ProcessEntry>
        {
            [1] = Process(1, parent: 0, session: 1),
            [10] = Process(10, parent: 1, session: 10),
            [11] = Process(11, parent: 1, session: 10),
            [12] = Process(12, parent: 11, session: 12),
            [13] = Process(13, parent: 1, session: 13),
        });
        Assert.Equal([10, 11, 12], processes.Of(10).Select(process => process.Number).Order());
    }

    private static ProcessEntry Process(int number, int parent, int session) => new(number, "x", parent, session, session, 1, 0, 0);
}
