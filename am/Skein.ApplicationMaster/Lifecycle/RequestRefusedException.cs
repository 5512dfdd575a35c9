namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>A request of a user that makes no sense for this application; the message says why.</summary>
internal sealed class RequestRefusedException(string message) : Exception(message);
