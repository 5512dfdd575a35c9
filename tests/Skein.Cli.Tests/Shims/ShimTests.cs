using Skein.Cli.Shims;

namespace Skein.Cli.Tests.Shims;

public sealed class ShimTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("skein-shim-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Links_come_and_go_and_may_do_so_twice()
    {
        var directory = Path.Combine(_folder, "bin");
        ShimLinks.Install(directory, Program("skein"));
        ShimLinks.Install(directory, Program("skein-new"));
        Assert.Equal(Path.Combine(_folder, "skein-new"), new FileInfo(Path.Combine(directory, "java")).LinkTarget);
        Assert.Equal(["java", "yarn"], Directory.GetFiles(directory).Select(Path.GetFileName).Order());
        ShimLinks.Remove(directory);
        Assert.False(Directory.Exists(directory));
        ShimLinks.Remove(directory);
    }

    [Fact]
    public void Programs_of_others_are_neither_replaced_nor_removed()
    {
        var java = Program("bin/java");
        var refused = Assert.Throws<InvalidInputException>(() => ShimLinks.Install(Path.Combine(_folder, "bin"), Program("skein")));
        Assert.Contains(java, refused.Message);
        ShimLinks.Remove(Path.Combine(_folder, "bin"));
        Assert.Equal([java], Directory.GetFiles(Path.Combine(_folder, "bin")));
    }

    [Fact]
    public void Real_program_is_the_next_one_on_the_path()
    {
        var self = Program("skein");
        ShimLinks.Install(Path.Combine(_folder, "first"), self);
        ShimLinks.Install(Path.Combine(_folder, "second"), self);
        var real = Program("third/java");
        var path = string.Join(':', Path.Combine(_folder, "first"), Path.Combine(_folder, "second"), Path.Combine(_folder, "third"));
        Assert.Equal(real, RealProgram.Find("java", "java", path, self));
        Assert.Equal(real, RealProgram.Find("java", Path.Combine(_folder, "first", "java"), path, self));
        Assert.Null(RealProgram.Find("yarn", "yarn", path, self));
    }

    [Fact]
    public void Copies_of_this_program_do_not_call_each_other_for_ever()
    {
        var (self, other) = (Program("skein"), Program("other/skein"));
        ShimLinks.Install(Path.Combine(_folder, "first"), self);
        ShimLinks.Install(Path.Combine(_folder, "second"), other);
        var path = $"{Path.Combine(_folder, "first")}:{Path.Combine(_folder, "second")}";
        var next = RealProgram.Find("java", "java", path, self);
        Assert.Equal(Path.Combine(_folder, "second", "java"), next);
        Assert.Null(RealProgram.Find("java", next!, path, other));
    }

    [Fact]
    public void Configuration_of_a_Hadoop_on_the_path_is_found()
    {
        var yarn = Program("hadoop/bin/yarn");
        var configuration = Directory.CreateDirectory(Path.Combine(_folder, "hadoop", "etc", "hadoop")).FullName;
        Assert.Equal([configuration], YarnShim.FindDirectories(static _ => null, yarn));
    }

    [Fact]
    public void Named_configurations_come_before_that_of_a_Hadoop_on_the_path()
    {
        var yarn = Program("hadoop/bin/yarn");
        Directory.CreateDirectory(Path.Combine(_folder, "hadoop", "etc", "hadoop"));
        File.WriteAllText(Path.Combine(_folder, "yarn-site.xml"), "<configuration><property><name>a</name><value>b</value></property></configuration>");
        Assert.Equal([_folder], YarnShim.FindDirectories(name => name == "HADOOP_CONF_DIR" ? _folder : null, yarn));
    }

    private string Program(string name)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, Executable);
        return path;
    }
}
