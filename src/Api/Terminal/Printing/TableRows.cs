using Spectre.Console;
using Spectre.Console.Rendering;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>Rows of stored text; nothing in them is read as markup.</summary>
internal static class TableRows
{
    /// <summary>Adds a row of one-line texts.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cells">Left to right; null prints as a dash.</param>
    public static void AddPlainRow(this Table table, params ReadOnlySpan<string?> cells)
    {
        var row = new List<IRenderable>(cells.Length);
        foreach (var cell in cells)
            row.Add(new Text(cell is null ? "–" : Printable.Line(cell)));
        table.AddRow(row);
    }
}
