using System.Reflection;
using System.Text;
using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Everything that a run's state holds, as text: two states are the same where their dumps are. The agenda is bookkeeping and left out.</summary>
internal static class StateDump
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static string Of(RunState state)
    {
        var text = new StringBuilder();
        Dump(text, "run", state);
        text.Append("active: ").AppendJoin(' ', state.Active).Append("; away: ").Append(state.Away).AppendLine();
        foreach (var manager in state.Managers.Values)
        {
            Dump(text, manager.Plan.Name.Value, manager);
            text.Append("queue: ").AppendJoin(' ', manager.Queue).AppendLine();
        }

        foreach (var step in state.Steps)
        {
            Dump(text, $"step {step.Node.Index}", step);
            text.Append("ready: ").AppendJoin(' ', step.Ready).AppendLine();
            foreach (var gate in step.Gates)
            {
                Dump(text, gate.Plan.Id.Value, gate);
            }
        }

        return text.ToString();
    }

    /// <summary>Everything that can be set, so that a new member is never forgotten here.</summary>
    private static void Dump(StringBuilder text, string name, object thing)
    {
        text.Append(name).Append(": ");
        foreach (var property in Settable(thing.GetType()))
        {
            text.Append(property.Name).Append('=').Append(JsonSerializer.Serialize(property.GetValue(thing), property.PropertyType, CoreJson.Options)).Append(' ');
        }

        text.AppendLine();
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(All).Where(property => property.SetMethod is not null);
}
