using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Nodes.Launch;

public sealed class ContainerEnvironmentTests
{
    private static readonly string One = NodeRoom.Container(1);

    [Fact]
    public async Task A_container_knows_its_node_and_its_directories()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, NodeRoom.Command("env"));
        var variables = Variables(room);
        var work = room.Directories.OfContainer(NodeRoom.User, NodeRoom.Application(1), One);
        Assert.Equal(One, variables["CONTAINER_ID"]);
        Assert.Equal(("127.0.0.1", "8041", "8042"), (variables["NM_HOST"], variables["NM_PORT"], variables["NM_HTTP_PORT"]));
        Assert.Equal((NodeRoom.User, NodeRoom.User, "/home/"), (variables["USER"], variables["LOGNAME"], variables["HOME"]));
        Assert.Equal((work, work + "/container_tokens"), (variables["PWD"], variables["HADOOP_TOKEN_FILE_LOCATION"]));
        Assert.Equal(room.Directories.LogsOfContainer(NodeRoom.Application(1), One), variables["LOG_DIRS"]);
        Assert.Equal(Path.GetDirectoryName(work), variables["LOCAL_DIRS"]);
        Assert.Equal("/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.", variables["PATH"]);
    }

    [Fact]
    public async Task Of_the_nodes_own_environment_only_the_white_list_is_passed_on()
    {
        var options = new LocalNodeOptions
        {
            InheritedVariables = new Dictionary<string, string>
            {
                ["JAVA_HOME"] = "/java of the node", ["TZ"] = "Europe/Berlin", ["PATH"] = "/bin of the node",
            },
        };
        await using var room = await NodeRoom.OpenAsync(options);
        await room.RunAsync(One, NodeRoom.Command("env", ("TZ", "Asia/Tokyo")));
        var variables = Variables(room);
        Assert.Equal(("/java of the node", "Asia/Tokyo"), (variables["JAVA_HOME"], variables["TZ"]));
        string[] known =
        [
            "CONTAINER_ID", "HADOOP_TOKEN_FILE_LOCATION", "HOME", "JAVA_HOME", "JVM_PID", "LOCAL_DIRS", "LOCAL_USER_DIRS", "LOGNAME",
            "LOG_DIRS", "MALLOC_ARENA_MAX", "NM_HOST", "NM_HTTP_PORT", "NM_PORT", "PATH", "PRELAUNCH_ERR", "PRELAUNCH_OUT", "PWD", "SHLVL",
            "TZ", "USER", "_",
        ];
        Assert.Equal(known, variables.Keys.Except(["OLDPWD"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Values_may_refer_to_each_other_and_to_the_container()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, NodeRoom.Command(
            "echo \"$A|$B|$C|$LIST\"", ("A", "a ${B}"), ("B", "b $C"), ("C", "{{CONTAINER_ID}} <LOG_DIR>"), ("LIST", "x<CPS>y")));
        var logs = room.Directories.LogsOfContainer(NodeRoom.Application(1), One);
        Assert.Equal($"a b {One} {logs}|b {One} {logs}|{One} {logs}|x:y\n", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task A_launch_can_not_change_what_the_node_says()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, NodeRoom.Command("echo $CONTAINER_ID", ("CONTAINER_ID", "another")));
        Assert.Equal($"{One}\n", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task A_bare_quote_in_a_value_breaks_the_launch_as_on_a_cluster()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await room.RunAsync(One, NodeRoom.Command("echo hello", ("A", "a \" b")));
        Assert.NotEqual(0, status.ExitStatus);
        Assert.Matches("Last 4096 bytes of prelaunch.err :\n.*launch_container.sh: line", status.Diagnostics);
    }

    [Fact]
    public async Task Credentials_are_in_a_file_that_only_the_user_reads()
    {
        await using var room = await NodeRoom.OpenAsync();
        var credentials = new Credentials();
        credentials.Add("alias", new Secret("the secret"u8.ToArray()));
        var context = NodeRoom.Command(
            "stat -c %a $HADOOP_TOKEN_FILE_LOCATION . <LOG_DIR>; od -An -c $HADOOP_TOKEN_FILE_LOCATION | tr -d ' \\n'");
        context.Tokens = Google.Protobuf.ByteString.CopyFrom(credentials.ToBytes());
        await room.RunAsync(One, context);
        var log = room.LogOf(One, "stdout");
        Assert.StartsWith("600\n710\n710\nHDTS", log);
        Assert.Contains("thesecret", log);
    }

    [Fact]
    public async Task Without_credentials_the_file_is_there_and_empty()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, NodeRoom.Command("od -An -tx1 container_tokens"));
        Assert.Equal(" 48 44 54 53 00 00 00\n", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task A_container_leads_a_session_and_inherits_neither_files_nor_ignored_signals()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, NodeRoom.Command(
            "read -r _ _ _ _ group session _ </proc/self/stat; [ $group = $session ] && echo leads; "
            + "readlink /proc/$$/fd/0; echo $(ls /proc/self/fd); grep SigIgn /proc/self/status; umask"));
        // The last one is that of the directory which ls lists.
        Assert.Equal("leads\n/dev/null\n0 1 2 3\nSigIgn:\t0000000000000000\n0022\n", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task The_script_and_what_it_found_are_among_the_logs()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, new ContainerLaunchContextProto { Command = { "echo", "early" } });
        Assert.EndsWith("Launching container\nearly\n", room.LogOf(One, "prelaunch.out"));
        Assert.EndsWith("exec /bin/bash -c \"echo early\"\n", room.LogOf(One, "launch_container.sh"));
        Assert.Contains("launch_container.sh", room.LogOf(One, "directory.info"));
        Assert.Equal("", room.LogOf(One, "prelaunch.err"));
    }

    private static Dictionary<string, string> Variables(NodeRoom room) => room.LogOf(One, "stdout")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
