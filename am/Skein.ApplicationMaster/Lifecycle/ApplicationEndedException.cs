namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>A request came when the application was already ending.</summary>
internal sealed class ApplicationEndedException() : Exception("The application is shutting down.");
