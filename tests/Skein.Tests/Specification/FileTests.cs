using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class FileTests
{
    [Theory]
    [InlineData("/data/x", "file:///data/x")]
    [InlineData("x", "file:///base/x")]
    [InlineData("./x", "file:///base/x")]
    [InlineData("../x/./y", "file:///x/y")]
    [InlineData("~/x", "file:///base/~/x")]
    [InlineData("a:b", "file:///base/a:b")]
    [InlineData("a b", "file:///base/a b")]
    [InlineData("file:///x", "file:///x")]
    [InlineData("file:/x", "file:///x")]
    [InlineData("hdfs:///x", "hdfs:///x")]
    [InlineData("HDFS://nn:8020/x", "hdfs://nn:8020/x")]
    [InlineData("s3a://bucket/x", "s3a://bucket/x")]
    [InlineData("abfs://container@account/x", "abfs://container@account/x")]
    public void A_source_becomes_an_absolute_address(string source, string address) =>
        Assert.Equal(address, Read($"files: {{f: '{source}'}}").Source);

    [Theory]
    [InlineData("report#1.csv")]
    [InlineData("what?.txt")]
    [InlineData("100%25.txt")]
    public void A_local_name_with_special_characters_is_kept_whole(string name)
    {
        var file = Read($"files: {{f: '{name}'}}");
        Assert.Equal("file:///base/" + name, file.Source);
        Assert.Equal("/base/" + name, SpecificationMessages.ToMessage(file).Source.File);
        Assert.Equal(file, SpecificationMessages.FromMessage(SpecificationMessages.ToMessage(file)));
    }

    [Theory]
    [InlineData("x.zip", FileType.Archive)]
    [InlineData("x.tar.gz", FileType.Archive)]
    [InlineData("x.tgz", FileType.Archive)]
    [InlineData("x.ZIP", FileType.File)]
    [InlineData("x.tar", FileType.File)]
    [InlineData("x.tar.bz2", FileType.File)]
    [InlineData("x.jar", FileType.File)]
    [InlineData("hdfs://nn/x.zip", FileType.Archive)]
    public void The_type_follows_from_the_name(string source, FileType type)
    {
        Assert.Equal(type, Read($"files: {{f: '{source}'}}").Type);
        Assert.Equal(type, Read($"files: {{f: {{source: '{source}'}}}}").Type);
        Assert.Equal(type, Read($"files: {{f: {{source: '{source}', type: infer}}}}").Type);
    }

    [Theory]
    [InlineData("file", FileType.File)]
    [InlineData("ARCHIVE", FileType.Archive)]
    public void A_type_that_is_given_wins(string word, FileType type) =>
        Assert.Equal(type, Read($"files: {{f: {{source: x.zip, type: {word}}}}}").Type);

    [Fact]
    public void The_name_in_the_container_may_start_with_the_current_directory() =>
        Assert.Equal(["f"], Specifications.Read(Specifications.WithService("files: {./f: /x}")).Services["web"].Files.Keys);

    [Theory]
    [InlineData("files: {a/b: x}", "services.web.files.a/b: 'a/b' can not name a file in a container: write one name without /")]
    [InlineData("files: {/a: x}", "services.web.files./a: '/a' can not name a file")]
    [InlineData("files: {./a/b: x}", "'a/b' can not name a file")]
    [InlineData("files: {./: x}", "'' can not name a file")]
    [InlineData("files: {..: x}", "'..' can not name a file")]
    [InlineData("files: {./a: x, a: y}", "services.web.files.a: is the same file name as 'a'")]
    [InlineData("files: {a: ''}", "services.web.files.a: must not be empty")]
    [InlineData("files: {a: {type: FILE}}", "services.web.files.a.source: is required")]
    [InlineData("files: {a: {source: 5}}", "services.web.files.a.source: must be text, not a number")]
    [InlineData("files: {a: {source: x, type: tar}}", "services.web.files.a.type: 'tar' is not valid; valid are FILE, ARCHIVE, INFER")]
    [InlineData("files: {a: {source: x, visibility: pubic}}", "services.web.files.a.visibility: 'pubic' is not valid; did you mean 'PUBLIC'?")]
    [InlineData("files: {a: {source: x, size: -1}}", "services.web.files.a.size: must be >= 0, not -1")]
    [InlineData("files: {a: {source: x, timestamp: -1}}", "services.web.files.a.timestamp: must be >= 0, not -1")]
    [InlineData("files: {a: {path: x, source: y}}", "services.web.files.a.path: is not known here; valid are source, type, visibility, size, timestamp")]
    [InlineData("files: {a: [x]}", "services.web.files.a: must be a path, a URL or a map with 'source', not a list")]
    [InlineData("files: {a: }", "services.web.files.a: must be a path, a URL or a map with 'source', not nothing")]
    [InlineData("files: {a: hdfs://nn:x/y}", "services.web.files.a: 'hdfs://nn:x/y' is not a URL; write scheme://host:port/path")]
    [InlineData("files: {a: hdfs://nn:99999/y}", "services.web.files.a: 'hdfs://nn:99999/y' is not a URL")]
    [InlineData("files: {a: hdfs://nn}", "services.web.files.a.source: 'hdfs://nn' names a file system, not a file")]
    [InlineData("files: {a: file://x/y}", "services.web.files.a.source: 'file://x/y' names a host; a local file has three slashes, as file:///x/y")]
    [InlineData("files: {a: \"x\\0\"}", "services.web.files.a: must not contain a NUL character")]
    [InlineData("files: [x]", "services.web.files: must be a map, a key and a value on each line, not a list")]
    public void A_faulty_file_is_explained(string field, string message) =>
        Assert.Contains(message, Specifications.ErrorOf(Specifications.WithService(field)), StringComparison.Ordinal);

    private static FileSpec Read(string field) =>
        Assert.Single(Specifications.Read(Specifications.WithService(field), "/base").Services["web"].Files.Values);
}
