namespace Skein.Hadoop.Tests.Web;

/// <summary>What a <see cref="ScriptedWebServer"/> says.</summary>
/// <param name="Body">Latin-1.</param>
/// <param name="Status">Code and reason.</param>
/// <param name="Headers">Lines that end in CR LF.</param>
/// <param name="Announced">Bytes that the answer claims to have; null: those of the body.</param>
internal sealed record ScriptedAnswer(string Body, string Status = "200 OK", string Headers = "", int? Announced = null)
{
    /// <summary>Sends the client to another address.</summary>
    public static ScriptedAnswer Redirect(string address) => new("", "307 Temporary Redirect", $"Location: {address}\r\n");
}
