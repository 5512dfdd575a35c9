namespace Skein.Hadoop.Tests.Web;

/// <summary>What somebody asked a <see cref="ScriptedWebServer"/>.</summary>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Target">Path and query as they came.</param>
/// <param name="Headers">Headers by name, in any case.</param>
/// <param name="Body">The body as Latin-1; chunks are joined.</param>
internal sealed record ScriptedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
