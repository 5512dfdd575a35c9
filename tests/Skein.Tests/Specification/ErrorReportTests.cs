using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class ErrorReportTests
{
    [Fact]
    public void All_errors_of_a_file_are_reported_in_its_order() => Assert.Equal(
        [
            "app.yaml:1:7: name: must be text, not a number: put it in quotes",
            "app.yaml:2:1: queu: is not known here; did you mean 'queue'?",
            "app.yaml:3:15: max_attempts: must be >= 1, not 0",
            "app.yaml:4:7: tags: must be a list, not text: write [fast]",
            "app.yaml:6:14: master.log_level: 'inof' is not valid; did you mean 'INFO'?",
            "app.yaml:9:25: services.web.resources.memory: 'GX' is not a unit of memory; write MiB, GiB, MB, GB or another of b, k, m, g, t, p",
            "app.yaml:9:39: services.web.resources.vcores: must be >= 1, not 0",
            "app.yaml:9:42: services.web.resources.gpu: is not known here; did you mean 'gpus'?",
            "app.yaml:10:13: services.web.script: must not be empty",
            "app.yaml:12:13: services.web.env.PORT: must be text, not a number: put it in quotes",
            "app.yaml:13:15: services.web.depends[0]: 'stor' is not a service here; did you mean 'store'?",
            "app.yaml:15:7: services.web.files.a/b: 'a/b' can not name a file in a container: write one name without /",
            "app.yaml:17:5: services.store.script: is required",
            "app.yaml:18:14: services.store.depends: must be a list, not text: write [web]",
        ],
        Specifications.ErrorsOf(
            """
            name: 7
            queu: fruit
            max_attempts: 0
            tags: fast
            master:
              log_level: inof
            services:
              web:
                resources: {memory: 2 GX, vcores: 0, gpu: 1}
                script: ""
                env:
                  PORT: 8080
                depends: [stor]
                files:
                  a/b: x
              store:
                resources: {memory: 1, vcores: 1}
                depends: web
            """));

    [Fact]
    public void An_error_without_a_place_shows_only_what_is_known()
    {
        Assert.Equal("a.yaml: is empty", new SpecificationError("a.yaml", 0, 0, "", "is empty").ToString());
        Assert.Equal("name: is odd", new SpecificationError("", 0, 0, "name", "is odd").ToString());
        Assert.Equal("a.yaml:2:3: name: is odd", new SpecificationError("a.yaml", 2, 3, "name", "is odd").ToString());
    }

    [Fact]
    public void Columns_count_characters_not_bytes() => Assert.Equal(
        ["app.json:1:17: ü: is not known here", "app.json:1:25: ö: is not known here"],
        Specifications.ErrorsOf("""{"services":{}, "ü": 1, "ö": 2}""", SpecificationFormat.Json)
            .Where(static error => error.Contains("not known", StringComparison.Ordinal))
            .Select(static error => error.Split(';')[0]));
}
