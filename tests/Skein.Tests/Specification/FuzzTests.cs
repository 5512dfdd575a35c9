using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class FuzzTests
{
    // Pieces that reach further into a reader than random letters do.
    private static readonly string[] Pieces =
    [
        "services:", "master:", "web:", "resources:", "memory:", "script:", "files:", "depends:", "<<:", "- ", "? ", ": ", "\n", "\n  ", "\n    ", "\t",
        "[", "]", "{", "}", ",", "&a ", "*a", "!!", "!!int ", "!<x>", "!", "%YAML 1.1\n", "%TAG ! x\n", "---\n", "...\n", "|", "|2-", ">+", "'", "\"", "\\u",
        "\\x4", "\\U00110000", "#", "yes", "1:30", "0x", ".inf", "~", "2020-01-01", "\u0085", "\u2028", "\ufeff", "\0", "é", "\U0001F600", "@", "`", "1e999",
    ];

    [Fact]
    public void Random_text_never_gives_anything_but_errors()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60), Prop.ForAll(texts, static text => IsJudged(text)));
    }

    [Fact]
    public void A_damaged_specification_never_gives_anything_but_errors()
    {
        var random = new Random(20240611);
        string[] originals =
        [
            SpecificationWriter.ToYaml(Specifications.Read(Specifications.WithService("env: {A: \"b\\n c\"}\nfiles: {f: {source: hdfs://a/b}}"))),
            SpecificationWriter.ToYaml(Specifications.Read(Specifications.WithService(
                "restart: {backoff: 1s}\nready: {http: {port: 80}}\ncontainer: {image: a, mounts: ['/a:/b:ro']}\nplacement: {apart: [web], attributes: {a: {not: b}}}"))),
            "a: &a {b: [1, *c, 'd'], ? e : \"\\u00e9\\\n\"}\n<<: *a\nscript: |2-\n   x\n\n  y\n",
        ];
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder(originals[round % originals.Length]);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var place = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text[place] = Pieces[random.Next(Pieces.Length)][0];
                        break;
                    case 1:
                        text.Remove(place, random.Next(Math.Min(20, text.Length - place)));
                        break;
                    default:
                        text.Insert(place, Pieces[random.Next(Pieces.Length)]);
                        break;
                }
            }

            Assert.True(IsJudged(text.ToString()));
        }
    }

    [Fact]
    public void Random_bytes_of_a_file_never_give_anything_but_errors()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("skein-fuzz-").FullName, "app.yaml");
        var random = new Random(7);
        var bytes = new byte[64];
        for (var round = 0; round < 500; round++)
        {
            random.NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
            Assert.NotEmpty(SpecificationReader.ReadFile(path).Errors);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    // One of the two: a specification that keeps the rules, or errors that can be shown on one line each.
    private static bool IsJudged(string text) => Enum.GetValues<SpecificationFormat>().All(format =>
    {
        var result = SpecificationReader.ReadText(text, format);
        return result.Spec is { } spec
            ? result.Errors.Count == 0 && SpecificationRules.Check(spec).Count == 0
            : result.Errors.Count > 0 && result.Errors.All(static error => !error.ToString().Any(char.IsControl));
    });
}
