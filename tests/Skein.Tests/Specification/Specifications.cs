using Skein.Specification;

namespace Skein.Tests.Specification;

/// <summary>Short texts around the part that a test is about.</summary>
internal static class Specifications
{
    /// <summary>A service of one line each, into which <paramref name="fields"/> are put.</summary>
    public static string WithService(string fields) =>
        "services:\n  web:\n    resources: {memory: 1, vcores: 1}\n    script: run\n" + Indent(fields, 4);

    /// <summary>A valid specification with further fields of the application.</summary>
    public static string WithApplication(string fields) => WithService("") + fields + "\n";

    /// <summary>A valid specification with fields of the master.</summary>
    public static string WithMaster(string fields) => WithService("") + "master:\n" + Indent(fields, 2);

    public static ApplicationSpec Read(string yaml, string? baseDirectory = null)
    {
        var result = SpecificationReader.ReadText(yaml, SpecificationFormat.Yaml, baseDirectory, "app.yaml");
        Assert.Empty(result.Errors.Select(static error => error.ToString()));
        return Assert.IsType<ApplicationSpec>(result.Spec);
    }

    public static string[] ErrorsOf(string text, SpecificationFormat format = SpecificationFormat.Yaml)
    {
        var result = SpecificationReader.ReadText(text, format, "/base", "app." + format.ToString().ToLowerInvariant());
        Assert.Null(result.Spec);
        return [.. result.Errors.Select(static error => error.ToString())];
    }

    public static string ErrorOf(string yaml) => Assert.Single(ErrorsOf(yaml));

    private static string Indent(string text, int spaces) =>
        string.Concat(text.Split('\n').Select(line => new string(' ', spaces) + line + "\n"));
}
