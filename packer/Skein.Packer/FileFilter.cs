namespace Skein.Packer;

/// <summary>One step of choosing files; steps apply in the order in which they are listed.</summary>
/// <param name="Pattern">
/// Shell pattern for the whole path below the environment: <c>*</c> (which also matches <c>/</c>), <c>?</c>, <c>[abc]</c>, <c>[!a-z]</c>.
/// </param>
/// <param name="Include">False: matching files are left out. True: files left out by an earlier step that match come back.</param>
public sealed record FileFilter(string Pattern, bool Include);
