using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using static Skein.Hadoop.Yarn.Protocol.LocalResourceTypeProto;
using static Skein.Hadoop.Yarn.Protocol.LocalResourceVisibilityProto;

namespace Skein.LocalCluster.Tests.Nodes.Localisation;

public sealed class LocalisationTests
{
    private static readonly string One = NodeRoom.Container(1);
    private static readonly string Two = NodeRoom.Container(2);

    [Fact]
    public async Task A_file_appears_under_its_name_and_can_be_run_but_not_written()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await Run(
            room,
            "cat data \"a dir/it's \\\"here\\\"\"; stat -Lc %a data",
            Resources.Of("data", room.Write("x", "1\n")),
            Resources.Of("a dir/it's \"here\"", room.Write("y", "2\n")));
        Assert.Equal(0, status.ExitStatus);
        Assert.Equal("1\n2\n500\n", room.LogOf(One, "stdout"));
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("TGZ")]
    [InlineData("zip")]
    [InlineData("jar")]
    public async Task An_archive_is_unpacked_by_its_own_names_suffix(string suffix)
    {
        await using var room = await NodeRoom.OpenAsync();
        var archive = Path.Combine(room.Root, "env." + suffix);
        if (suffix is "zip" or "jar")
            Archives.Zip(archive, ("bin/tool", "#!/bin/bash\necho works\n"));
        else
            Archives.Tar(archive, Archives.File("bin/tool", "#!/bin/bash\necho works\n"), Archives.Link("bin/python", "/usr/bin/env"));
        await Run(room, "env/bin/tool; stat -Lc %a env env/bin env/bin/tool", Resources.Of("env", archive, Archive));
        Assert.Equal("works\n700\n700\n500\n", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task Links_in_an_archive_are_kept()
    {
        await using var room = await NodeRoom.OpenAsync();
        var archive = Path.Combine(room.Root, "env.tar");
        Archives.Tar(
            archive, Archives.Link("python", "/usr/bin/env"), Archives.File("a", "1"), Archives.HardLink("b", "a"), Archives.Link("c", "a"));
        await Run(room, "readlink env/python env/c; cat env/b", Resources.Of("env", archive, Archive));
        Assert.Equal("/usr/bin/env\na\n1", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task Any_other_suffix_of_an_archive_is_copied()
    {
        await using var room = await NodeRoom.OpenAsync();
        await Run(room, "cat data", Resources.Of("data", room.Write("x.txt", "1"), Archive));
        Assert.Equal("1", room.LogOf(One, "stdout"));
    }

    [Theory]
    [InlineData("", "a.class lib lib.jar\n")]
    [InlineData("lib/.*", "lib lib.jar\n")]
    [InlineData(".*\\.class|x", "a.class lib.jar\n")]
    public async Task Of_a_java_archive_with_a_pattern_the_entries_it_matches_come_beside_the_archive(string pattern, string names)
    {
        await using var room = await NodeRoom.OpenAsync();
        var archive = Path.Combine(room.Root, "lib.jar");
        Archives.Zip(archive, ("a.class", "1"), ("lib/b", "2"));
        var resource = Resources.Of("lib", archive, Pattern);
        resource.Value.Pattern = pattern;
        await Run(room, "echo $(ls lib)", resource);
        Assert.Equal(names, room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task A_pattern_that_is_not_understood_is_refused()
    {
        await using var room = await NodeRoom.OpenAsync();
        var archive = Path.Combine(room.Root, "lib.jar");
        Archives.Zip(archive, ("a.class", "1"));
        var resource = Resources.Of("lib", archive, Pattern);
        resource.Value.Pattern = "[a-z]+";
        Assert.Contains("its pattern '[a-z]+' is not understood", (await Run(room, "true", resource)).Diagnostics);
    }

    [Fact]
    public async Task A_file_that_has_changed_is_refused()
    {
        await using var room = await NodeRoom.OpenAsync();
        var resource = Resources.Of("data", room.Write("x", "1"));
        resource.Value.Timestamp--;
        var status = await Run(room, "cat data", resource);
        Assert.Equal(ContainerExitStatus.Invalid, status.ExitStatus);
        Assert.Equal(ContainerStateProto.CComplete, status.State);
        Assert.Matches(
            "Resource file:/.*/x changed on src filesystem - expected: \"[^\"]*\", was: \"[^\"]*\", current time: \"", status.Diagnostics);
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.CacheOfApplication(NodeRoom.User, NodeRoom.Application(1))));
    }

    [Fact]
    public async Task Reasons_name_the_resource()
    {
        await using var room = await NodeRoom.OpenAsync();
        Assert.Contains("File file:/nowhere/x does not exist", (await Run(room, "true", Resources.Of("a", "/nowhere/x"))).Diagnostics);
        var remote = Resources.Of("a", "/x");
        remote.Value.Resource.Scheme = "hdfs";
        remote.Value.Resource.Host = "namenode";
        var context = NodeRoom.Command("true");
        context.LocalResources.Add(remote);
        Assert.Contains("No FileSystem for scheme \"hdfs\": this node can not bring hdfs://namenode/x", (await room.RunAsync(Two, context)).Diagnostics);
    }

    [Theory]
    [InlineData("/etc/data", "Destination must be relative")]
    [InlineData("a/../../data", "leads out of the container's directory")]
    public async Task Names_outside_of_the_container_are_refused(string link, string reason)
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await Run(room, "true", Resources.Of(link, room.Write("x", "1")));
        Assert.Equal(ContainerExitStatus.Invalid, status.ExitStatus);
        Assert.Contains(reason, status.Diagnostics);
    }

    [Theory]
    [InlineData("env.tar")]
    [InlineData("env.zip")]
    public async Task An_archive_that_reaches_out_of_its_directory_is_refused(string name)
    {
        await using var room = await NodeRoom.OpenAsync();
        var archive = Path.Combine(room.Root, name);
        if (name == "env.zip")
            Archives.Zip(archive, ("a", "1"), ("../../../../../../../escaped", "2"));
        else
            Archives.Tar(archive, Archives.File("a", "1"), Archives.File("../../../../../../../escaped", "2"));
        var status = await Run(room, "true", Resources.Of("env", archive, Archive));
        Assert.Equal(ContainerExitStatus.Invalid, status.ExitStatus);
        Assert.Contains("leads out of it", status.Diagnostics);
        Assert.Empty(Directory.GetFiles(room.Root, "escaped", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_of_an_archive()
    {
        await using var room = await NodeRoom.OpenAsync();
        var outside = Directory.CreateDirectory(Path.Combine(room.Root, "outside")).FullName;
        var archive = Path.Combine(room.Root, "env.tar");
        Archives.Tar(archive, Archives.Link("door", outside), Archives.File("door/escaped", "1"));
        var status = await Run(room, "true", Resources.Of("env", archive, Archive));
        Assert.Equal(ContainerExitStatus.Invalid, status.ExitStatus);
        Assert.Contains("'door' as a link and as a directory", status.Diagnostics);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_damaged_archive_is_refused_and_leaves_nothing()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await Run(room, "true", Resources.Of("env", room.Write("env.tar.gz", "this is no archive"), Archive));
        Assert.Contains("Failed to download resource file:", status.Diagnostics);
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.CacheOfApplication(NodeRoom.User, NodeRoom.Application(1))));
    }

    [Fact]
    public async Task One_file_under_two_names_is_linked_once()
    {
        await using var room = await NodeRoom.OpenAsync();
        var file = room.Write("x", "1");
        await Run(room, "ls", Resources.Of("first", file), Resources.Of("second", file));
        Assert.DoesNotContain("first", room.LogOf(One, "stdout"));
        Assert.Contains("second", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task A_resource_that_two_containers_wait_for_is_brought_once()
    {
        var files = new StuckFileSystem();
        await using var room = await NodeRoom.OpenAsync(files.Options);
        var context = NodeRoom.Command("cat data");
        context.LocalResources.Add(Resources.Of("data", room.Write("x", "1")));
        room.Start(One, context);
        room.Start(Two, context);
        files.Release.SetResult();
        Assert.Equal((0, 0), ((await room.EndOf(One)).ExitStatus, (await room.EndOf(Two)).ExitStatus));
        Assert.Equal(1, files.Opened);
        Assert.Equal("1", room.LogOf(Two, "stdout"));
    }

    [Fact]
    public async Task A_container_that_is_stopped_while_it_waits_takes_nothing_from_the_other()
    {
        var files = new StuckFileSystem();
        await using var room = await NodeRoom.OpenAsync(files.Options);
        var context = NodeRoom.Command("cat data");
        context.LocalResources.Add(Resources.Of("data", room.Write("x", "1")));
        room.Start(One, context);
        room.Start(Two, context);
        room.Node.Stop(One, ContainerExitStatus.Aborted, "not wanted any more");
        await room.EndOf(One);
        files.Release.SetResult();
        Assert.Equal(0, (await room.EndOf(Two)).ExitStatus);
    }

    [Fact]
    public async Task A_failed_resource_is_tried_again_by_the_next_container()
    {
        await using var room = await NodeRoom.OpenAsync();
        var resource = Resources.Of("data", room.Write("x", "1"));
        var path = Path.Combine(room.Root, "x");
        System.IO.File.Move(path, path + ".away");
        Assert.Equal(ContainerExitStatus.Invalid, (await Run(room, "cat data", resource)).ExitStatus);
        System.IO.File.Move(path + ".away", path);
        var context = NodeRoom.Command("cat data");
        context.LocalResources.Add(resource);
        Assert.Equal(0, (await room.RunAsync(Two, context)).ExitStatus);
    }

    [Fact]
    public async Task A_private_resource_is_shared_by_applications_and_survives_the_node()
    {
        await using var room = await NodeRoom.OpenAsync();
        var file = room.Write("x", "1");
        await Run(room, "true", Resources.Of("data", file, visibility: Private));
        await room.EndAsync(NodeRoom.Application(1));
        var cached = Assert.Single(Directory.GetDirectories(room.Directories.PrivateCache(NodeRoom.User)));
        await room.ReopenAsync();
        var context = NodeRoom.Command("readlink data");
        context.LocalResources.Add(Resources.Of("data", file, visibility: Private));
        await room.RunAsync(NodeRoom.Container(1, application: 2), context);
        Assert.Equal(cached + "/x\n", room.LogOf(NodeRoom.Container(1, application: 2), "stdout"));
    }

    [Fact]
    public async Task Unused_resources_go_when_they_take_too_much_room()
    {
        await using var room = await NodeRoom.OpenAsync(new LocalNodeOptions { CacheSize = 10 });
        await Run(room, "true", Resources.Of("data", room.Write("x", "12345678"), visibility: Private));
        Assert.Single(Directory.GetDirectories(room.Directories.PrivateCache(NodeRoom.User)));
        var context = NodeRoom.Command("true");
        context.LocalResources.Add(Resources.Of("data", room.Write("y", "12345678"), visibility: Private));
        await room.RunAsync(Two, context);
        var left = Assert.Single(Directory.GetDirectories(room.Directories.PrivateCache(NodeRoom.User)));
        Assert.Equal("y", Path.GetFileName(Assert.Single(Directory.GetFiles(left))));
    }

    [Fact]
    public async Task A_public_resource_must_be_readable_by_all()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await Run(room, "true", Resources.Of("data", room.Write("x", "1"), visibility: Public));
        Assert.Contains("is not publicly accessible and as such cannot be part of the public cache.", status.Diagnostics);
        System.IO.File.SetUnixFileMode(room.Root, System.IO.File.GetUnixFileMode(room.Root) | UnixFileMode.OtherExecute);
        var context = NodeRoom.Command("stat -Lc %a data");
        context.LocalResources.Add(Resources.Of("data", Path.Combine(room.Root, "x"), visibility: Public));
        await room.RunAsync(Two, context);
        Assert.Equal("555\n", room.LogOf(Two, "stdout"));
    }

    private static Task<ContainerStatusProto> Run(NodeRoom room, string command, params StringLocalResourceMapProto[] resources)
    {
        var context = NodeRoom.Command(command);
        context.LocalResources.Add(resources);
        return room.RunAsync(One, context);
    }
}
