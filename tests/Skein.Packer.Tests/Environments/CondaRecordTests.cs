using System.Text;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Tests.Environments;

public sealed class CondaRecordTests
{
    [Fact]
    public void A_record_tells_files_placeholders_and_hashes()
    {
        var hash = new string('a', 64);
        var record = Read($$"""
            {"name": "x", "version": "1.2", "link": {"source": "/pkgs/x"}, "files": ["bin/a", "bin/b"],
             "paths_data": {"paths": [{"_path": "bin/a", "prefix_placeholder": "/p", "file_mode": "binary", "sha256": "{{hash}}", "size_in_bytes": 7}] } }
            """);
        Assert.Equal("x 1.2", record.ToString());
        Assert.Equal("/pkgs/x", record.CachedPackage);
        Assert.Equal(
            [new CondaRecordPath("bin/a", new CondaRecordPrefix("/p", true, Sha256Hash.Parse(hash)), default), new CondaRecordPath("bin/b", null, default)],
            record.Paths);
    }

    [Fact]
    public void The_installed_hash_is_the_original_one_unless_a_prefix_was_written()
    {
        var (original, installed) = (new string('a', 64), new string('b', 64));
        var record = Read($$"""
            {"paths_data": {"paths": [
              {"_path": "plain", "sha256": "{{original}}"},
              {"sha256_in_prefix": "{{installed}}", "_path": "both", "prefix_placeholder": "/p", "sha256": "{{original}}"},
              {"_path": "unknown", "prefix_placeholder": "/p", "sha256": "{{original}}"},
              {"_path": "nonsense", "sha256": "{{original[1..]}}g"}] }, "name": "x"}
            """);
        Assert.Equal(
            [Sha256Hash.Parse(original), Sha256Hash.Parse(installed), default, default], record.Paths.Select(static path => path.Installed));
    }

    [Fact]
    public void Files_that_only_the_old_list_names_are_added()
    {
        var record = Read("""
            {"name": "x", "files": ["a", "c", "b", "c", 1], "paths_data": {"paths": [{"_path": "a"}, {"_path": "b"}]}}
            """);
        Assert.Equal(["a", "b", "c"], record.Paths.Select(static path => path.Path));
    }

    [Theory]
    [InlineData("""{"name": "x", "link": null, "files": null}""")]
    [InlineData("""{"name": "x", "version": 3, "paths_data": {"paths": [1, {"_path": 2}]}, "files": [null, {}]}""")]
    [InlineData("""{"name": "x", "paths_data": [], "files": {}}""")]
    public void Members_of_other_kinds_count_as_absent(string json) => Assert.Empty(Read(json).Paths);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\0\u00ff")]
    public void What_is_no_record_is_refused_by_name(string json) =>
        Assert.Contains("conda-meta/x.json", Assert.Throws<PackException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Cleaning_empties_only_the_places_of_the_cache()
    {
        var cleaned = CondaRecordCleaner.Clean(
            """{"url": "file:///x?a&b", "link": {"type": 1, "source": "/pkgs/x"}, "extracted_package_dir": "/pkgs/x", "n": {"source": "kept"}}"""u8,
            "conda-meta/x.json");
        Assert.Equal(
            "{\n \"extracted_package_dir\": \"\",\n \"link\": {\n  \"source\": \"\",\n  \"type\": 1\n },\n \"n\": {\n  \"source\": \"kept\"\n },\n \"url\": \"file:///x?a&b\"\n}",
            Encoding.UTF8.GetString(cleaned));
    }

    [Theory]
    [InlineData("conda-meta/x.json", true)]
    [InlineData("conda-meta/history", false)]
    [InlineData("conda-meta/sub/x.json", false)]
    [InlineData("share/conda-meta/x.json", false)]
    public void Records_are_known_by_their_place(string path, bool expected) => Assert.Equal(expected, CondaRecordCleaner.Owns(path));

    [Theory]
    [InlineData("lib/__pycache__/a.cpython-311.opt-1.pyc", "lib/a.py")]
    [InlineData("__pycache__/a.cpython-311.pyc", "a.py")]
    [InlineData("lib/a.pyc", "lib/a.py")]
    [InlineData("lib/a.py", null)]
    public void Compiled_files_tell_their_source(string path, string? expected) => Assert.Equal(expected, CondaEnvironment.SourceOfCompiled(path));

    [Theory]
    [InlineData("""{"dir_info": {"editable": true}}""", true)]
    [InlineData("""{"dir_info": {"editable": "true"}}""", false)]
    [InlineData("""{"dir_info": 1}""", false)]
    [InlineData("[]", false)]
    [InlineData("nonsense", false)]
    public void Only_a_plain_yes_means_editable(string json, bool expected) =>
        Assert.Equal(expected, EditablePackages.EditableProject(Encoding.UTF8.GetBytes(json)) != null);

    private static CondaRecord Read(string json) => CondaRecordReader.Read(Encoding.Latin1.GetBytes(json), "conda-meta/x.json");
}
