import { Icon } from "../icons/Icon";
import { ColumnMenu } from "./ColumnMenu";
import { FilterChips } from "./FilterChips";
import { FilterMenu } from "./FilterMenu";
import { Switch } from "./Switch";
import { setFilters, useConsole } from "./store";

/** Search, the filters in force, and what else narrows the table. */
export function FilterBar() {
  const filters = useConsole((state) => state.filters);
  return (
    <div className="toolbar" role="search">
      <div className="search w-56">
        <Icon name="search" />
        <input
          data-search
          type="search"
          aria-label="Search by number, text or id"
          placeholder="Number, text or id"
          value={filters.search}
          onChange={(event) => { setFilters({ ...filters, search: event.target.value }); }}
        />
        <kbd>/</kbd>
      </div>
      <FilterChips />
      <FilterMenu />
      <span className="grow" />
      <Switch label="Steps" isOn={filters.steps} onChange={(steps) => { setFilters({ ...filters, steps }); }} />
      <Switch
        label="Problems only"
        isOn={filters.problems}
        onChange={(problems) => { setFilters({ ...filters, problems }); }}
      />
      <ColumnMenu />
    </div>
  );
}
