"""A simulated month of a town's service, beside a plain model that knows no product, and an audit log read anew."""
