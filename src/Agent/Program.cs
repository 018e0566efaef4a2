using ObsControlPlane.Agent;

return await AgentCommands.Build().Parse(args).InvokeAsync();
