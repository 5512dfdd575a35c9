using System.Text;
using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class ReadFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("skein-specification-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("app.yaml")]
    [InlineData("app.yml")]
    public void Relative_paths_are_meant_from_the_directory_of_the_file(string name)
    {
        var result = SpecificationReader.ReadFile(Write(name, Specifications.WithService("files: {f: data/x}")));

        Assert.Equal($"file://{_directory}/data/x", result.Spec?.Services["web"].Files["f"].Source);
    }

    [Fact]
    public void Relative_paths_of_a_text_are_meant_from_the_current_directory()
    {
        var result = SpecificationReader.ReadText(Specifications.WithService("files: {f: x}"), SpecificationFormat.Yaml);

        Assert.Equal($"file://{Environment.CurrentDirectory}/x", result.Spec?.Services["web"].Files["f"].Source);
    }

    [Fact]
    public void Errors_name_the_file_as_it_was_given()
    {
        var path = Write("app.json", """{"services": {}}""");

        Assert.StartsWith(path + ":1:14: services: There must be at least one service", ErrorOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_content()
    {
        var path = Path.Combine(_directory, "app.yaml");
        File.WriteAllText(path, Specifications.WithService(""), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.True(SpecificationReader.ReadFile(path).IsValid);
    }

    [Fact]
    public void A_format_that_is_given_wins_over_the_name() =>
        Assert.True(SpecificationReader.ReadFile(Write("app.conf", Specifications.WithService("")), SpecificationFormat.Yaml).IsValid);

    [Theory]
    [InlineData("app.conf")]
    [InlineData("app")]
    [InlineData("app.YAML")]
    public void A_name_that_tells_no_format_is_refused(string name) =>
        Assert.EndsWith(
            "the end of the name tells neither YAML nor JSON; name the file .yaml, .yml or .json",
            ErrorOf(Write(name, Specifications.WithService(""))),
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_one_error()
    {
        Assert.Equal($"{_directory}/none.yaml: does not exist", ErrorOf($"{_directory}/none.yaml"));
        Assert.Equal($"{_directory}/none/none.yaml: does not exist", ErrorOf($"{_directory}/none/none.yaml"));
    }

    [Fact]
    public void A_directory_is_one_error()
    {
        var path = Directory.CreateDirectory(Path.Combine(_directory, "app.yaml")).FullName;
        Assert.Equal($"{path}: is a directory, not a specification file", ErrorOf(path));
    }

    [Fact]
    public void An_unreadable_file_is_one_error()
    {
        var path = Write("app.yaml", "") + "/below.yaml";
        Assert.StartsWith(path + ": ", ErrorOf(path), StringComparison.Ordinal);
        Assert.StartsWith("a\0b.yaml: can not be read", ErrorOf("a\0b.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_one_error()
    {
        var path = Write("app.yaml", "");
        Assert.Equal($"{path}: is empty; a specification has at least one service", ErrorOf(path));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 })]
    [InlineData(new byte[] { (byte)'a', 0xc3 })]
    public void A_file_that_is_not_UTF8_is_one_error(byte[] bytes)
    {
        var path = Path.Combine(_directory, "app.yaml");
        File.WriteAllBytes(path, bytes);
        Assert.Equal($"{path}: is not UTF-8 text; save it as UTF-8", ErrorOf(path));
    }

    [Fact]
    public void A_file_that_is_too_large_is_one_error()
    {
        var path = Path.Combine(_directory, "app.yaml");
        using (var file = File.Create(path))
            file.SetLength((16 << 20) + 1);
        Assert.Equal($"{path}: is larger than 16 MiB; ship large texts as files of the containers", ErrorOf(path));
        Assert.StartsWith("specification: is larger", SpecificationReader.ReadText(new string('#', (16 << 20) + 1), SpecificationFormat.Yaml).Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_device_is_read_up_to_the_bound() =>
        Assert.Contains("is larger than 16 MiB", SpecificationReader.ReadFile("/dev/zero", SpecificationFormat.Yaml).Errors[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_one_error() =>
        Assert.Equal(["app.yaml: is not Unicode text: it holds half of a surrogate pair"], Specifications.ErrorsOf("name: \ud800"));

    private static string ErrorOf(string path) => Assert.Single(SpecificationReader.ReadFile(path).Errors).ToString();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
