using Skein.Security;

namespace Skein.Tests.Security;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("skein-container-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_directory_of_settings_is_named_by_the_environment_or_in_the_home()
    {
        Assert.Equal("/etc/mine", CertificateFiles.ConfigurationDirectory(Environment(("SKEIN_CONFIG", "/etc/mine"), ("HOME", "/home/a"))));
        Assert.Equal("/home/a/.skein", CertificateFiles.ConfigurationDirectory(Environment(("HOME", "/home/a"))));
        Assert.Equal("/home/a/.skein", CertificateFiles.ConfigurationDirectory(Environment(("SKEIN_CONFIG", ""), ("HOME", "/home/a"))));
    }

    [Fact]
    public void Outside_of_an_application_there_is_no_pair_of_a_container()
    {
        MakePair(_root);
        Assert.Null(CertificateFiles.FindInContainer(Environment(("LOCAL_DIRS", _root)), _root));
    }

    [Fact]
    public void A_container_finds_its_pair_in_the_first_directory_that_holds_both_halves()
    {
        MakePair(Path.Combine(_root, "b", "container_1"));
        MakePair(Path.Combine(_root, "c", "container_1"));
        Directory.CreateDirectory(Path.Combine(_root, "a", "container_1"));
        File.WriteAllText(Path.Combine(_root, "a", "container_1", ".skein.crt"), "");

        var files = CertificateFiles.FindInContainer(
            Environment(("SKEIN_APPLICATION_ID", "application_1_1"), ("CONTAINER_ID", "container_1"), ("LOCAL_DIRS", $"{_root}/a, {_root}/b,,{_root}/c")),
            "/");

        Assert.Equal(new CertificateFiles($"{_root}/b/container_1/.skein.crt", $"{_root}/b/container_1/.skein.pem"), files);
    }

    [Fact]
    public void The_working_directory_is_the_last_place()
    {
        MakePair(_root);

        var files = CertificateFiles.FindInContainer(Environment(("SKEIN_APPLICATION_ID", "application_1_1")), _root);

        Assert.Equal(CertificateFiles.InContainer(_root), files);
    }

    [Fact]
    public void A_container_without_a_pair_says_where_it_looked()
    {
        var error = Assert.Throws<CertificateException>(() => CertificateFiles.FindInContainer(Environment(("SKEIN_APPLICATION_ID", "application_1_1")), _root));

        Assert.Equal(
            $"SKEIN_APPLICATION_ID is set, but .skein.crt and .skein.pem are neither in {_root} nor below LOCAL_DIRS:"
            + " run inside a container of the application, or unset SKEIN_APPLICATION_ID",
            error.Message);
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => Array.Find(variables, variable => variable.Name == name).Value;

    private static void MakePair(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, ".skein.crt"), "");
        File.WriteAllText(Path.Combine(directory, ".skein.pem"), "");
    }
}
