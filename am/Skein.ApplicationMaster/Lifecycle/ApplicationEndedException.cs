namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>A request came when the application was already ending.</summary>
internal sealed class ApplicationEndedException() : Exception(Sentence)
{
    /// <summary>What every client is told from the end on.</summary>
    public const string Sentence = "The application is shutting down";
}
